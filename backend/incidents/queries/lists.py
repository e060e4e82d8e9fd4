"""Pages of cases: queues by what is due first, lists by what came last."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, and_, func, literal, literal_column, or_, select

from backend.areas import queries as areas
from backend.areas.policy import within
from backend.areas.rules.validity import BEIJING
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.incidents import policy
from backend.incidents.models.incident import IS_OPEN, Incident
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
DEADLINES = ("overdue", "today", "week")
MOST_POINTS = 3_000
#: A person reads "more than"; further on the database would count for nobody.
MOST_COUNTED = 10_000

#: Emergencies stand first. Word for word as the index has it, so that it is used.
RANK = literal_column("(NOT incident.urgent)", Boolean())


def listed(actor: Actor, *, order: str, cursor: str | None, limit: int, **filters: Any) -> dict[str, Any]:
    query = narrowed(actor, **filters)
    if order == "due":
        found = page(query, by=(RANK, Incident.due_at, Incident.id), cursor=cursor, limit=limit)
    else:
        found = page(query, by=(Incident.recorded_at, Incident.id), cursor=cursor, limit=limit, descending=True)
    return {**found, "items": rows.shown(found["items"])}


def narrowed(actor: Actor, **asked: Any) -> Select[*tuple[Any, ...]]:
    """What the actor looks after and his units handle, narrowed by all that is asked; see FILTERS."""
    given = [FILTERS[name](actor, value) for name, value in asked.items() if value is not None and value != ""]
    return joined().where(_looks_after(actor), *given)


def points(actor: Actor, **filters: Any) -> dict[str, Any]:
    """The same cases on a map, the newest first; a map of more than so many dots says nothing."""
    columns = (Incident.id, Incident.lng_wgs84, Incident.lat_wgs84, Incident.state, Incident.urgent, Incident.due_at)
    query = narrowed(actor, **filters).where(Incident.lng_wgs84.is_not(None))
    query = query.with_only_columns(*columns, Incident.category_code)
    found = db.session.execute(query.order_by(Incident.recorded_at.desc(), Incident.id.desc()).limit(MOST_POINTS + 1))
    items = [{**row._asdict(), "overdue": rows.is_overdue(row)} for row in found]
    return {"items": items[:MOST_POINTS], "is_cut": len(items) > MOST_POINTS}


def total(actor: Actor, *, most: int | None = None, **filters: Any) -> dict[str, Any]:
    """How many cases a list has, as far as anybody counts."""
    most = most or MOST_COUNTED
    some = narrowed(actor, **filters).with_only_columns(Incident.id).limit(most + 1).subquery()
    found = db.session.scalar(select(func.count()).select_from(some)) or 0
    return {"total": min(found, most), "is_more": found > most}


def counts(actor: Actor, *, area: str | None) -> dict[str, Any]:
    """How many open cases stand in each state, and how many are overdue."""
    query = narrowed(actor, area=area, group="open")
    late = func.count().filter(_due(actor, "overdue"))
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


def _group(_actor: Actor, name: str) -> ColumnElement[bool]:
    """Of open ones it is said twice: so the indexes of what is open are seen to fit."""
    states = Incident.state.in_(GROUPS[name])
    return states if name == "ended" else and_(states, IS_OPEN)


def _category(_actor: Actor, code: str) -> ColumnElement[bool]:
    """A class is asked for by its code, which its kinds begin with."""
    return Incident.category_code.startswith(code, autoescape=True)


def _area(actor: Actor, code: str) -> ColumnElement[bool]:
    return within([areas.one(actor, code).path], Incident.area_path)


def _says(_actor: Actor, words: str) -> ColumnElement[bool]:
    """In its number or its description. The index finds what may say so, the text itself decides."""
    words, said = words.strip(), Incident.number.concat(" ").concat(Incident.description)
    may = Incident.words.like(literal("%").concat(func.searchable(words)).concat("%"))
    # Not ILIKE: nothing is known of how often it holds, and the planner would take it for hardly ever.
    return may & (func.strpos(func.lower(said), func.lower(words)) > 0)


def _due(_actor: Actor, deadline: str) -> ColumnElement[bool]:
    now = clock.now()
    runs = and_(Incident.state.in_(sorted(rows.RUNS)), IS_OPEN)
    if deadline == "overdue":
        return runs & (Incident.due_at <= now)
    today = now.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    days = 1 if deadline == "today" else 7 - today.weekday()
    return runs & (Incident.due_at < today + timedelta(days=days))


#: what may be asked → what it means
FILTERS: dict[str, Callable[[Actor, Any], ColumnElement[bool]]] = {
    "group": _group,
    "state": lambda _, state: Incident.state == state,
    "area": _area,
    "category": _category,
    "deadline": _due,
    "unit": lambda actor, _: Incident.unit_id.in_(units.mine(actor)),
    "urgent": lambda _, urgent: Incident.urgent.is_(urgent),
    "q": _says,
}
