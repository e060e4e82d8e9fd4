"""Pages of cases: queues by what is due first, lists by what came last."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_

from backend.areas import queries as areas
from backend.areas.policy import within
from backend.areas.rules.validity import BEIJING
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.incidents import policy
from backend.incidents.models.incident import Incident
from backend.incidents.queries import rows, units
from backend.incidents.queries.incidents import joined
from backend.incidents.rules import lifecycle

#: what stands in a queue together
GROUPS: dict[str, tuple[str, ...]] = {
    "desk": lifecycle.AT_THE_DESK,
    "unit": lifecycle.WITH_THE_UNIT,
    "check": lifecycle.TO_CHECK,
    "suspended": (lifecycle.SUSPENDED,),
    "open": lifecycle.OPEN,
    "ended": lifecycle.ENDED,
}
ORDERS = ("newest", "due")
DEADLINES = ("overdue", "today")

#: Emergencies stand first.
RANK = case((Incident.urgent, 0), else_=1)


def listed(actor: Actor, *, order: str, cursor: str | None, limit: int, **filters: Any) -> dict[str, Any]:
    query = narrowed(actor, **filters)
    if order == "due":
        found = page(query, by=(RANK, Incident.due_at, Incident.id), cursor=cursor, limit=limit)
    else:
        found = page(query, by=(Incident.recorded_at, Incident.id), cursor=cursor, limit=limit, descending=True)
    return {**found, "items": rows.shown(found["items"])}


def narrowed(
    actor: Actor,
    *,
    group: str | None = None,
    state: str | None = None,
    area: str | None = None,
    category: str | None = None,
    deadline: str | None = None,
    unit: str | None = None,
    urgent: bool | None = None,
) -> Select[*tuple[Any, ...]]:
    """What the actor looks after and his units handle, narrowed by all that is asked."""
    asked: list[ColumnElement[bool]] = [_looks_after(actor)]
    if group is not None:
        asked.append(Incident.state.in_(GROUPS[group]))
    if state is not None:
        asked.append(Incident.state == state)
    if area is not None:
        asked.append(within([areas.one(actor, area).path], Incident.area_path))
    if category is not None:
        # A class is asked for by its code, which its kinds begin with.
        asked.append(Incident.category_code.startswith(category, autoescape=True))
    if deadline is not None:
        asked.append(_due(deadline))
    if unit is not None:
        asked.append(Incident.unit_id.in_(units.mine(actor)))
    if urgent is not None:
        asked.append(Incident.urgent == urgent)
    return joined().where(*asked)


def counts(actor: Actor, *, area: str | None) -> dict[str, Any]:
    """How many open cases stand in each state, and how many are overdue."""
    query = narrowed(actor, area=area, group="open")
    late = func.count().filter(_due("overdue"))
    counted = query.with_only_columns(Incident.state, func.count(), late).group_by(Incident.state)
    found = {state: (number, overdue) for state, number, overdue in db.session.execute(counted)}
    states = {state: found.get(state, (0, 0))[0] for state in lifecycle.OPEN}
    groups = {name: sum(states[one] for one in of) for name, of in GROUPS.items() if name != "ended"}
    return {"states": states, "groups": groups, "overdue": sum(overdue for _, overdue in found.values())}


def _looks_after(actor: Actor) -> ColumnElement[bool]:
    """His own reports are another list: asked for with these, they would cost every page its index."""
    own = units.mine(actor)
    there = within(list(policy.watched(actor)), Incident.area_path)
    return or_(there, Incident.unit_id.in_(own)) if own else there


def _due(deadline: str) -> ColumnElement[bool]:
    now = clock.now()
    runs = Incident.state.in_(sorted(rows.RUNS))
    if deadline == "overdue":
        return runs & (Incident.due_at <= now)
    midnight = now.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return runs & (Incident.due_at < midnight)
