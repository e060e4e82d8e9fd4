"""Somebody reports what he sees: taken in once, placed, numbered, and pending from then on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents.actions.take_in import take_in
from backend.incidents.catalogue import reader
from backend.incidents.models.incident import Incident
from backend.incidents.queries import grants, placing
from backend.incidents.rules import lifecycle, reported

Point = Mapping[str, Any]


def report(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    category_code: str,
    description: str,
    place: Point | None,
    pin: Point | None,
    area_code: str | None,
    device_at: datetime,
    clock_offset_ms: int,
    urgent: bool,
    self_handled: bool,
    photos: list[dict[str, Any]],
) -> UUID:
    """Twice is once, also with other words: a sealed report never changes. Returns the case's id."""
    if _is_there(actor, id):
        return id
    if not reported.is_id(id):
        refuse("incident.bad_id")
    happened_at = reported.happened_at(device_at, clock_offset_ms, clock.now())
    told = {
        "device_at": device_at,
        "clock_offset_ms": clock_offset_ms,
        "description": description,
        "self_handled": self_handled,
        "happened_at": happened_at,
    }
    category = reader.one(category_code)
    told |= {"category_code": category_code, "urgent": urgent or category.urgent, "state": _state(self_handled)}
    row = {"id": id, **told, **_who(actor, happened_at, _point(place, pin), area_code), **_positions(place, pin)}
    if not take_in(actor, row, photos):
        _is_there(actor, id)
    return id


def _is_there(actor: Actor, incident_id: UUID) -> bool:
    reporter_id = db.session.scalar(select(Incident.reporter_id).where(Incident.id == incident_id))
    if reporter_id not in {None, actor.id}:
        refuse("incident.id_taken")
    return reporter_id is not None


def _state(self_handled: bool) -> str:
    return lifecycle.after_report(self_handled=self_handled)


def _point(place: Point | None, pin: Point | None) -> tuple[float, float] | None:
    """The pin is where the person says it is."""
    meant = pin or place
    return None if meant is None else (meant["lng_wgs84"], meant["lat_wgs84"])


def _who(
    actor: Actor, happened_at: datetime, point: tuple[float, float] | None, area_code: str | None
) -> dict[str, Any]:
    """Who reports by which right, and where that belongs."""
    held = grants.held(actor.id, reported.REPORTERS, happened_at)
    if not held:
        refuse("actor.forbidden")
    placed = placing.placed(point, area_code, [one.path for one in held])
    return {
        "reporter_id": actor.id,
        "source": reported.source_of(frozenset(one.role for one in held)),
        **placed.columns(),
    }


def _positions(place: Point | None, pin: Point | None) -> dict[str, Any]:
    """Both points are kept; where the pin was set, it counts."""
    point = _point(place, pin)
    kept: dict[str, Any] = {"lng_wgs84": point[0], "lat_wgs84": point[1]} if point else {}
    if place is not None:
        kept |= {"measured_lng_wgs84": place["lng_wgs84"], "measured_lat_wgs84": place["lat_wgs84"]}
        kept |= {"accuracy_m": place["accuracy_m"], "age_s": place["age_s"], "position_source": place["source"]}
    if pin is not None:
        kept |= {"pin_lng_wgs84": pin["lng_wgs84"], "pin_lat_wgs84": pin["lat_wgs84"]}
    return kept
