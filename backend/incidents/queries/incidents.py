"""Reads of cases: one whole, and pages of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from backend.areas.models import Area
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.incidents import policy
from backend.incidents.models.incident import Incident, IncidentPhoto, IncidentStep
from backend.incidents.queries import categories

#: columns as they are shown, without change
SHOWN = (
    *("id", "number", "state", "description", "source", "urgent", "self_handled"),
    *("happened_at", "recorded_at", "lng_wgs84", "lat_wgs84"),
)


def visible_to(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Incident, Area.code, Area.level, Area.name_zh, Area.name_en)
        .join(Area, Area.code == Incident.area_code)
        .where(policy.sees(actor))
    )


def one(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """With its steps and photos."""
    row = db.session.execute(visible_to(actor).where(Incident.id == incident_id)).one_or_none()
    if row is None:
        refuse("incident.not_found")
    incident: Incident = row.Incident
    [shown] = shown_rows([row])
    return {
        **shown,
        "measured": _measured(incident),
        "pin": _pin(incident),
        "unit_grid_code": incident.unit_grid_code,
        "duty_grid_code": incident.duty_grid_code,
        "reporter": _person(incident.reporter_id),
        "is_mine": incident.reporter_id == actor.id,
        "device_at": incident.device_at,
        "clock_offset_ms": incident.clock_offset_ms,
        "steps": _steps(incident.id),
    }


def mine(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """What the actor reported himself, the newest first."""
    query = visible_to(actor).where(Incident.reporter_id == actor.id)
    found = page(query, by=(Incident.recorded_at, Incident.id), cursor=cursor, limit=limit, descending=True)
    return {**found, "items": shown_rows(found["items"])}


def shown_rows(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[dict[str, Any]]:
    pictures = _photos([row.Incident.id for row in rows])
    return [
        {
            **{name: getattr(row.Incident, name) for name in SHOWN},
            "category": categories.shown(row.Incident.category_code),
            "area": {name: getattr(row, name) for name in ("code", "level", "name_zh", "name_en")},
            "photos": _counted(pictures.get(row.Incident.id, [])),
        }
        for row in rows
    ]


def _photos(ids: Sequence[UUID]) -> dict[UUID, list[IncidentPhoto]]:
    query = (
        select(IncidentPhoto)
        .where(IncidentPhoto.incident_id.in_(ids))
        .order_by(IncidentPhoto.added_at, IncidentPhoto.use, IncidentPhoto.sha256)
    )
    found: dict[UUID, list[IncidentPhoto]] = {}
    for photo in db.session.scalars(query) if ids else ():
        found.setdefault(photo.incident_id, []).append(photo)
    return found


def _counted(photos: Sequence[IncidentPhoto]) -> dict[str, Any]:
    names = ("sha256", "use", "size_bytes", "arrived_at")
    items = [{name: getattr(photo, name) for name in names} for photo in photos]
    return {"expected": len(items), "arrived": sum(item["arrived_at"] is not None for item in items), "items": items}


def _measured(incident: Incident) -> dict[str, Any] | None:
    if incident.measured_lng_wgs84 is None:
        return None
    return {
        "lng_wgs84": incident.measured_lng_wgs84,
        "lat_wgs84": incident.measured_lat_wgs84,
        "accuracy_m": incident.accuracy_m,
        "age_s": incident.age_s,
        "source": incident.position_source,
    }


def _pin(incident: Incident) -> dict[str, Any] | None:
    if incident.pin_lng_wgs84 is None:
        return None
    return {"lng_wgs84": incident.pin_lng_wgs84, "lat_wgs84": incident.pin_lat_wgs84}


def _person(person_id: UUID) -> dict[str, Any]:
    person = db.session.get_one(Person, person_id)
    return {"id": person.id, "name": person.name}


def _steps(incident_id: UUID) -> list[dict[str, Any]]:
    query = (
        select(IncidentStep, Person.name)
        .outerjoin(Person, Person.id == IncidentStep.by_id)
        .where(IncidentStep.incident_id == incident_id)
        .order_by(IncidentStep.no)
    )
    names = ("verb", "state", "at", "happened_at", "note", "data")
    return [
        {
            **{name: getattr(step, name) for name in names},
            "who": None if step.by_id is None else {"id": step.by_id, "name": name_},
        }
        for step, name_ in db.session.execute(query)
    ]
