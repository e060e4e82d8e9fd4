"""Keep a filter of the list under a name, change it, forget it."""

from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents.models.saved_filter import SavedFilter
from backend.incidents.queries import saved_filters
from backend.incidents.rules import reported

#: More are no help to find one.
MOST = 30


def save(actor: Actor, filter_id: UUID, *, name: str, filters: dict[str, Any]) -> None:
    """The last word counts."""
    asked = {key: value for key, value in filters.items() if value is not None}
    if db.session.get(SavedFilter, filter_id) is not None:
        kept = saved_filters.one_to_change(actor, filter_id)
        kept.name, kept.filters, kept.saved_at = name, asked, clock.now()
        return
    if not reported.is_id(filter_id):
        refuse("filter.bad_id")
    if saved_filters.count(actor) >= MOST:
        refuse("filter.too_many", most=MOST)
    db.session.add(SavedFilter(id=filter_id, person_id=actor.id, name=name, filters=asked))


def forget(actor: Actor, filter_id: UUID) -> None:
    db.session.delete(saved_filters.one_to_change(actor, filter_id))
