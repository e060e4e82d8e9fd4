"""Reports that may be of the same thing: the same category, near in place and time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents.models.incident import Incident
from backend.incidents.queries import rows
from backend.incidents.queries.incidents import visible_to
from backend.incidents.rules import lifecycle
from backend.incidents.rules.distance import box, metres

NEAR_M = 50
NEAR_IN_TIME = timedelta(hours=24)
#: More are no duplicates but a flood; the nearest are shown.
AT_MOST = 20


def near(actor: Actor, incident_id: UUID) -> list[dict[str, Any]]:
    """The nearest first, each with how far away it is; without a position there is nothing to compare."""
    found = db.session.execute(visible_to(actor).where(Incident.id == incident_id)).one_or_none()
    if found is None:
        refuse("incident.not_found")
    incident: Incident = found.Incident
    if incident.lng_wgs84 is None or incident.lat_wgs84 is None:
        return []
    apart = _apart(incident)
    query = visible_to(actor).where(Incident.id.in_(apart))
    shown = rows.shown(db.session.execute(query).all())
    near_by = [{**row, "distance_m": round(apart[row["id"]], 1)} for row in shown]
    return sorted(near_by, key=lambda row: row["distance_m"])[:AT_MOST]


def _apart(incident: Incident) -> dict[UUID, float]:
    """Other case → metres, of those that are near and not merged themselves."""
    assert incident.lng_wgs84 is not None
    assert incident.lat_wgs84 is not None
    west, south, east, north = box(incident.lng_wgs84, incident.lat_wgs84, NEAR_M)
    first, last = incident.happened_at - NEAR_IN_TIME, incident.happened_at + NEAR_IN_TIME
    query = (
        select(Incident.id, Incident.lng_wgs84, Incident.lat_wgs84)
        .where(Incident.category_code == incident.category_code, Incident.id != incident.id)
        .where(Incident.happened_at.between(first, last), Incident.state != lifecycle.MERGED)
        .where(Incident.lat_wgs84.between(south, north), Incident.lng_wgs84.between(west, east))
    )
    apart = {
        row.id: metres(incident.lng_wgs84, incident.lat_wgs84, row.lng_wgs84, row.lat_wgs84)
        for row in db.session.execute(query)
    }
    return {other: distance for other, distance in apart.items() if distance <= NEAR_M}
