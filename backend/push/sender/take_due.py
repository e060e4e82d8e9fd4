"""Take rows that are one message each: whoever is due and held by no living sender."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Integer, bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from backend.core import clock
from backend.push.models import NoticeDelivery, PushTest
from backend.push.sender.life import is_free

Messages = type[NoticeDelivery] | type[PushTest]


def take_due(session: Session, messages: Messages, sender_id: int, limit: int) -> Sequence[UUID]:
    """The ids of `limit` rows at most, those due longest, claimed by this sender now; the caller commits."""
    return session.scalars(_TAKEN[messages], {"now": clock.now(), "limit": limit, "sender": sender_id}).all()


def _taken(messages: Messages) -> ReturningUpdate[UUID]:
    due = (
        select(messages.id)
        .where(messages.state == "planned", messages.due_at <= bindparam("now"), is_free(messages.claimed_by))
        .order_by(messages.due_at)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    taken = update(messages).where(messages.id.in_(due)).values(claimed_by=bindparam("sender"))
    return taken.returning(messages.id).execution_options(synchronize_session=False)


# Built once: they are asked beside each claim of an order, and nearly always find nothing.
_TAKEN: dict[Messages, ReturningUpdate[UUID]] = {messages: _taken(messages) for messages in (NoticeDelivery, PushTest)}
