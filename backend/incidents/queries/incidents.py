"""Reads of cases: one whole, with what may be done about it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from backend.areas.models import Area
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.incidents import policy
from backend.incidents.models.incident import Incident, IncidentStep
from backend.incidents.models.unit import HandlingUnit
from backend.incidents.queries import rows, units
from backend.incidents.rules import lifecycle

#: columns as one case shows them, without change
DETAILS = (
    *("unit_grid_code", "duty_grid_code", "device_at", "clock_offset_ms", "register_by", "registered_at"),
    *("dispatched_at", "deadline_at", "handled_at", "ended_at", "climb_level", "returns", "reworks", "rating"),
)
_OTHER = aliased(Incident)
_HAS_MERGED = select(_OTHER.id).where(_OTHER.merged_into_id == Incident.id).exists().label("has_merged")


def visible_to(actor: Actor) -> Select[*tuple[Any, ...]]:
    return joined().where(policy.sees(actor))


def joined() -> Select[*tuple[Any, ...]]:
    """Every case with the names of its area and its unit."""
    unit = (HandlingUnit.name_zh.label("unit_zh"), HandlingUnit.name_en.label("unit_en"))
    return (
        select(Incident, Area.code, Area.level, Area.name_zh, Area.name_en, *unit)
        .join(Area, Area.code == Incident.area_code)
        .outerjoin(HandlingUnit, HandlingUnit.id == Incident.unit_id)
    )


def one(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """With its steps and photos, what was merged into it, and the steps that the actor may take now."""
    query = visible_to(actor).add_columns(_HAS_MERGED).where(Incident.id == incident_id)
    row = db.session.execute(query).one_or_none()
    if row is None:
        refuse("incident.not_found")
    incident: Incident = row.Incident
    [shown] = rows.shown([row])
    steps = _steps(incident.id)
    return {
        **shown,
        **{name: getattr(incident, name) for name in DETAILS},
        **_places(incident),
        "deadline": _deadline(incident),
        "extension": _extension(incident),
        "reporter": _reporter(incident, steps),
        "is_mine": incident.reporter_id == actor.id,
        "merged": _merged(actor, incident) if row.has_merged else [],
        "steps": steps,
        "may": _may(actor, incident),
    }


def mine(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """What the actor reported himself, the newest first."""
    query = joined().where(Incident.reporter_id == actor.id)
    found = page(query, by=(Incident.recorded_at, Incident.id), cursor=cursor, limit=limit, descending=True)
    return {**found, "items": rows.shown(found["items"])}


def _may(actor: Actor, incident: Incident) -> list[str]:
    own = units.mine(actor)
    asked = incident.extension_figure is not None
    return [
        verb
        for verb in lifecycle.VERBS
        if lifecycle.leads_on(verb, incident.state)
        and policy.may(actor, incident, verb, units=own)
        and (verb not in {"grant_extension", "refuse_extension"} or asked)
        and (verb != "extend" or not asked)
    ]


def _places(incident: Incident) -> dict[str, Any]:
    """What was measured, and where the pin was set."""
    measured = {
        "lng_wgs84": incident.measured_lng_wgs84,
        "lat_wgs84": incident.measured_lat_wgs84,
        "accuracy_m": incident.accuracy_m,
        "age_s": incident.age_s,
        "source": incident.position_source,
    }
    pin = {"lng_wgs84": incident.pin_lng_wgs84, "lat_wgs84": incident.pin_lat_wgs84}
    return {
        "measured": measured if incident.measured_lng_wgs84 is not None else None,
        "pin": pin if incident.pin_lng_wgs84 is not None else None,
    }


def _deadline(incident: Incident) -> dict[str, Any] | None:
    if incident.deadline_kind is None:
        return None
    return {"kind": incident.deadline_kind, "figure": incident.deadline_figure}


def _extension(incident: Incident) -> dict[str, Any] | None:
    if incident.extension_figure is None:
        return None
    return {"figure": incident.extension_figure, "asked_at": incident.extension_asked_at}


def _reporter(incident: Incident, steps: list[dict[str, Any]]) -> dict[str, Any]:
    """As a rule he took the first step, and is named there."""
    named = (step["who"] for step in steps if step["who"] and step["who"]["id"] == incident.reporter_id)
    return next(named, None) or _person(incident.reporter_id)


def _person(person_id: UUID) -> dict[str, Any]:
    person = db.session.get_one(Person, person_id)
    return {"id": person.id, "name": person.name}


def _merged(actor: Actor, incident: Incident) -> list[dict[str, Any]]:
    """The reports that this case answers for, too, as far as the actor sees them."""
    query = visible_to(actor).where(Incident.merged_into_id == incident.id).order_by(Incident.recorded_at)
    return rows.shown(db.session.execute(query).all())


def _steps(incident_id: UUID) -> list[dict[str, Any]]:
    query = (
        select(IncidentStep, Person.name)
        .outerjoin(Person, Person.id == IncidentStep.by_id)
        .where(IncidentStep.incident_id == incident_id)
        .order_by(IncidentStep.no)
    )
    return [_step(step, name) for step, name in db.session.execute(query)]


def _step(step: IncidentStep, name: str | None) -> dict[str, Any]:
    names = ("verb", "state", "at", "happened_at", "note", "data")
    who = None if step.by_id is None else {"id": step.by_id, "name": name}
    return {**{name: getattr(step, name) for name in names}, "who": who}
