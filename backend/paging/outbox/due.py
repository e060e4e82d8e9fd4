"""Whom the clock itself looks after: who is due on a channel that no sender claims."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.paging.models import PagingTarget
from backend.paging.outbox.claim import Line

#: The rest comes with the next tick.
AT_ONCE = 2_000


def due(session: Session, channel: str, campaigns: list[UUID], now: datetime) -> Sequence[Line]:
    """Held until the transaction ends."""
    columns = (PagingTarget.id, PagingTarget.no, PagingTarget.campaign_id, PagingTarget.person_id, PagingTarget.step)
    here = (PagingTarget.next_channel == channel, PagingTarget.next_at <= now, PagingTarget.outcome.is_(None))
    query = select(*columns).where(*here, PagingTarget.campaign_id.in_(campaigns)).order_by(PagingTarget.next_at)
    return session.execute(query.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
