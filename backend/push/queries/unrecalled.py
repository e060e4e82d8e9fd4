"""Messages outside that may be on a phone and were not taken back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.push.models import ChannelMessage


def is_any_unrecalled(subject_ids: Sequence[UUID], *, channel: str) -> bool:
    """Whether there is anything left to look into: of most orders there is not."""
    theirs = (ChannelMessage.subject_id.in_(subject_ids), ChannelMessage.channel == channel)
    left = (
        ChannelMessage.retract_at.is_(None),
        ChannelMessage.state != "refused",
        ChannelMessage.expires_at > clock.now(),
    )
    return db.session.scalar(select(ChannelMessage.id).where(*theirs, *left).limit(1)) is not None
