"""A person's own saved filters."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents.models.saved_filter import SavedFilter


def visible_to(actor: Actor) -> Select[SavedFilter]:
    return select(SavedFilter).where(SavedFilter.person_id == actor.id)


def listed(actor: Actor) -> list[dict[str, Any]]:
    """By name."""
    found = db.session.scalars(visible_to(actor).order_by(SavedFilter.name, SavedFilter.id))
    return [{name: getattr(one, name) for name in ("id", "name", "filters", "saved_at")} for one in found]


def count(actor: Actor) -> int:
    own = select(func.count()).select_from(SavedFilter).where(SavedFilter.person_id == actor.id)
    return db.session.scalar(own) or 0


def one_to_change(actor: Actor, filter_id: UUID) -> SavedFilter:
    found: SavedFilter | None = db.session.scalar(visible_to(actor).where(SavedFilter.id == filter_id))
    return found if found is not None else refuse("filter.not_found")
