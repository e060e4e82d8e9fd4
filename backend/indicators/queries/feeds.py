"""Reads of feeds: those that an actor keeps, and the one that a key belongs to."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.indicators import policy
from backend.indicators.models.feed import IndicatorFeed
from backend.open311.rules import keys

NAMES = ("id", "name", "indicators", "key_hint", "issued_at", "heard_at", "revoked_at")


def visible_to(actor: Actor) -> Select[IndicatorFeed]:
    return select(IndicatorFeed).where(within(list(actor.paths_as(policy.KEEPS)), IndicatorFeed.area_path))


def listed(actor: Actor) -> list[dict[str, Any]]:
    """The live ones first, by name."""
    order = (IndicatorFeed.revoked_at.is_not(None), IndicatorFeed.name, IndicatorFeed.id)
    return [shown(one) for one in db.session.scalars(visible_to(actor).order_by(*order))]


def one_to_change(actor: Actor, feed_id: UUID) -> IndicatorFeed:
    """Held until the transaction ends."""
    held = visible_to(actor).where(IndicatorFeed.id == feed_id).with_for_update()
    found: IndicatorFeed | None = db.session.scalar(held)
    return found if found is not None else refuse("feed.not_found")


def shown(feed: IndicatorFeed) -> dict[str, Any]:
    area = db.session.get_one(Area, feed.area_code)
    named = {name: getattr(area, name) for name in ("code", "level", "name_zh", "name_en")}
    return {**{name: getattr(feed, name) for name in NAMES}, "area": named}


def by_key(key: str | None) -> IndicatorFeed:
    if not key:
        refuse("feed.key_missing")
    live = (IndicatorFeed.key_hash == keys.digest(key), IndicatorFeed.revoked_at.is_(None))
    found: IndicatorFeed | None = db.session.scalar(select(IndicatorFeed).where(*live))
    return found if found is not None else refuse("feed.key_invalid")
