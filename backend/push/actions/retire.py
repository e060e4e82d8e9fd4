"""Giving up subscriptions that lead nowhere any more."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, update

from backend.core import clock
from backend.core.db import db
from backend.push.models import Subscription


def retire(subscription_ids: Sequence[UUID], reason: str) -> int:
    """Mark them gone; returns how many were not yet."""
    return retire_where(Subscription.id.in_(subscription_ids), reason=reason) if subscription_ids else 0


def retire_where(*which: ColumnElement[bool], reason: str) -> int:
    gone = (
        update(Subscription)
        .where(Subscription.gone_at.is_(None), *which)
        .values(gone_at=clock.now(), gone_reason=reason)
        .returning(Subscription.id)
    )
    return len(db.session.scalars(gone).all())
