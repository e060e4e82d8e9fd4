"""How many open cases, or objects of a module, each grid has: what a map colours it by."""

from typing import Any

from sqlalchemy import func

from backend.core.db import db
from backend.core.http.actor import Actor
from backend.incidents.models.incident import Incident
from backend.incidents.queries import lists
from backend.maps.queries import objects


def by_grid(actor: Actor, *, module: str | None) -> dict[str, Any]:
    """Open cases where no module is named."""
    found = _cases(actor) if module is None else objects.counted(actor, module=module)
    return {"items": [{"area_code": code, "count": count} for code, count in sorted(found)]}


def _cases(actor: Actor) -> list[tuple[str, int]]:
    """A case whose place nobody knows lies in no grid."""
    query = lists.narrowed(actor, group="open").where(Incident.unit_grid_code.is_not(None))
    counted = query.with_only_columns(Incident.unit_grid_code, func.count()).group_by(Incident.unit_grid_code)
    return [(code, count) for code, count in db.session.execute(counted) if code]
