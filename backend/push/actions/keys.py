"""New VAPID keys, and the end of old ones."""

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.push.models import Subscription
from backend.push.settings import settings


def rotate() -> str:
    """New subscriptions use a new key; devices move to it at their next heartbeat. Returns its id."""
    added = settings().ring.rotate(clock.now(), _still_used())
    record("push.keys_rotated", ("vapid_key", added.id))
    return added.id


def prune() -> int:
    """Drop the keys that no live subscription needs; returns how many."""
    return settings().ring.prune(clock.now(), _still_used())


def _still_used() -> set[str]:
    live = select(Subscription.key_id).where(Subscription.gone_at.is_(None)).distinct()
    return set(db.session.scalars(live))
