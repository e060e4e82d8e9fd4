"""Which messages outside are to be taken back, and by whom."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, text
from sqlalchemy.orm import Session

from backend.core import clock
from backend.push.channels.outside.gateway import Sent
from backend.push.models import ChannelMessage

AT_ONCE = 1_000
#: What is on the line is there for seconds; after this nothing of such an order waits anywhere.
_RECENT = timedelta(minutes=10)


def taken_back(session: Session, channel: str) -> set[UUID]:
    """Orders that were taken back there lately and have messages that may wait at a sender."""
    mine = (ChannelMessage.channel == channel, ChannelMessage.retracted_at.is_(None), _on_the_line())
    return set(session.scalars(select(ChannelMessage.subject_id).where(*mine).distinct()))


def to_recall(session: Session, channel: str) -> list[Sent]:
    """Accepted ones that no sender has taken back yet; now this one does. The caller commits."""
    rows = session.execute(text(RECALL), {"channel": channel, "now": clock.now(), "limit": AT_ONCE})
    return [Sent(row.reference, row.address) for row in rows]


def is_wanted(session: Session, channels: Sequence[str]) -> bool:
    """Whether anything is to be taken back at all: nearly always nothing is, and what never left never will be."""
    waiting = (ChannelMessage.retract_at.is_not(None), ChannelMessage.retracted_at.is_(None))
    mine = (ChannelMessage.channel.in_(channels), ChannelMessage.expires_at > clock.now())
    accepted = ChannelMessage.reference.is_not(None) & ChannelMessage.state.in_(
        ("accepted", "delivered", "undelivered")
    )
    either = or_(accepted, _on_the_line())
    return session.scalar(select(ChannelMessage.id).where(*waiting, *mine, either).limit(1)) is not None


def _on_the_line() -> ColumnElement[bool]:
    return (ChannelMessage.state == "sending") & (ChannelMessage.retract_at > clock.now() - _RECENT)


# One that is accepted only after the order was taken back comes into this as soon as it is.
RECALL = """
UPDATE channel_message SET retracted_at = :now
WHERE id IN (
    SELECT id FROM channel_message
    WHERE retract_at IS NOT NULL AND retracted_at IS NULL AND channel = :channel AND expires_at > :now
        AND reference IS NOT NULL AND state IN ('accepted', 'delivered', 'undelivered')
    ORDER BY retract_at LIMIT :limit FOR UPDATE SKIP LOCKED
)
RETURNING reference, address
"""
