"""A person's own saved filters."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.core.db import db
from backend.core.errors import Problem, refuse
from backend.core.http.actor import Actor
from backend.incidents.models.saved_filter import SavedFilter
from backend.incidents.queries import lists

#: of each; beside thirty names nobody reads more
MOST_COUNTED = 1_000


def visible_to(actor: Actor) -> Select[SavedFilter]:
    return select(SavedFilter).where(SavedFilter.person_id == actor.id)


def listed(actor: Actor) -> list[dict[str, Any]]:
    """By name, each with how many cases it finds now."""
    found = db.session.scalars(visible_to(actor).order_by(SavedFilter.name, SavedFilter.id)).all()
    return [
        {
            **{name: getattr(one, name) for name in ("id", "name", "filters", "saved_at")},
            "matches": _matches(actor, one),
        }
        for one in found
    ]


def _matches(actor: Actor, kept: SavedFilter) -> dict[str, Any] | None:
    """A place that he lost, or that is no more, makes one filter useless and not the list of them."""
    try:
        return lists.total(actor, most=MOST_COUNTED, **kept.filters)
    except Problem:
        return None


def count(actor: Actor) -> int:
    own = select(func.count()).select_from(SavedFilter).where(SavedFilter.person_id == actor.id)
    return db.session.scalar(own) or 0


def one_to_change(actor: Actor, filter_id: UUID) -> SavedFilter:
    found: SavedFilter | None = db.session.scalar(visible_to(actor).where(SavedFilter.id == filter_id))
    return found if found is not None else refuse("filter.not_found")
