"""Entities together: how many are in each state, and where on a map they are."""

from typing import Any

from sqlalchemy import func

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.modules.models.entity import ModuleEntity
from backend.modules.queries import entities, modules

#: A map of more than so many dots says nothing.
MOST_POINTS = 3_000


def counts(actor: Actor, module: str, *, area: str | None) -> dict[str, Any]:
    query = entities.narrowed(actor, module, area=area, state=None, q=None)
    some = query.with_only_columns(ModuleEntity.state, func.count()).group_by(ModuleEntity.state)
    found = {row[0]: row[1] for row in db.session.execute(some)}
    return {"states": {state: count for state, count in found.items() if state}, "total": sum(found.values())}


def points(actor: Actor, module: str, *, area: str | None, state: str | None, q: str | None) -> dict[str, Any]:
    """Those that say where they are, the newest first."""
    spec = next(iter(modules.candidates(module)), None)
    if spec is None:
        refuse("module.not_found")
    items: list[dict[str, Any]] = []
    for kind, entity in spec["entities"].items():
        if "place" not in entity or entity["fields"][entity["place"]]["personal"] != "none":
            continue
        place = ModuleEntity.data[entity["place"]]
        query = entities.narrowed(actor, module, area=area, state=state, q=q).where(ModuleEntity.kind == kind)
        query = query.where(func.jsonb_typeof(place) == "object")
        some = query.with_only_columns(ModuleEntity.id, ModuleEntity.state, place.label("place"))
        newest = some.order_by(ModuleEntity.saved_at.desc(), ModuleEntity.id.desc()).limit(MOST_POINTS + 1)
        items += [row._asdict() for row in db.session.execute(newest)]
    return {"items": items[:MOST_POINTS], "is_cut": len(items) > MOST_POINTS}
