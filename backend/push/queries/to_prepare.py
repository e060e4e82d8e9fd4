"""Whom the sender prepares keys for: live subscriptions, the most recently seen first, page by page."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from backend.push.models import Subscription


class Place(NamedTuple):
    """Where a page ended."""

    last_seen_at: datetime
    id: UUID


class Row(NamedTuple):
    id: UUID
    p256dh: str
    auth: str
    key_id: str
    last_seen_at: datetime


def page(session: Session, after: Place | None, limit: int) -> list[Row]:
    order = (Subscription.last_seen_at, Subscription.id)
    query = select(
        Subscription.id, Subscription.p256dh, Subscription.auth, Subscription.key_id, Subscription.last_seen_at
    ).where(Subscription.gone_at.is_(None))
    if after is not None:
        query = query.where(tuple_(*order) < tuple_(*after))
    rows = session.execute(query.order_by(*(column.desc() for column in order)).limit(limit))
    return [Row(*row) for row in rows]
