"""Somebody outside reports, through a program that the district has let in: a case like any other from then on."""

from typing import Any
from uuid import UUID

from backend.areas.rules.paths import codes
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.incidents.actions.take_in import take_in
from backend.incidents.catalogue import reader
from backend.incidents.models.incident import Incident
from backend.incidents.queries import placing
from backend.incidents.rules import lifecycle


def receive(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - as `report` has it
    source: str,
    category_code: str,
    description: str,
    point: tuple[float, float] | None,
    home: str,
    photos: list[dict[str, Any]],
) -> Incident:
    """`actor` is the program, `home` the path whose desk gets what names no place. Once only, as the caller sees to."""
    now, category = clock.now(), reader.one(category_code)
    placed = placing.placed(point, codes(home)[-1], [home])
    told = {
        "device_at": now,
        "clock_offset_ms": 0,
        "happened_at": now,
        "description": description,
        "self_handled": False,
        "category_code": category.code,
        "urgent": category.urgent,
        "state": lifecycle.after_report(self_handled=False),
        "source": source,
        "reporter_id": actor.id,
    }
    where = {"lng_wgs84": point[0], "lat_wgs84": point[1]} if point else {}
    take_in(actor, {"id": id, **told, **where, **placed.columns()}, photos)
    return db.session.get_one(Incident, id)
