"""Somebody looks whether it is as reported 核实, before it is accepted."""

from typing import Any
from uuid import UUID

from backend.core.http.actor import Actor
from backend.incidents.actions import photos, step, tell
from backend.incidents.actions.step import Tap
from backend.incidents.rules.distance import seen_from


def verify(
    actor: Actor,
    incident_id: UUID,
    tap: Tap,
    *,
    confirmed: bool,
    place: dict[str, Any] | None,
    pictures: list[dict[str, Any]],
) -> None:
    """Not confirmed, it is not accepted."""
    incident = step.held(actor, incident_id, "verify", tap)
    if incident is None:
        return
    data = {"confirmed": confirmed, **seen_from(incident.lng_wgs84, incident.lat_wgs84, place)}
    step.move(incident, "verify" if confirmed else "verify_failed", actor=actor, tap=tap, data=data)
    photos.announce(incident, pictures, actor=actor)
    if not confirmed:
        tell.answered(incident, by=actor, note=tap.note)
