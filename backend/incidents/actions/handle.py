"""A unit has handled 处置 a case: with photos of afterwards, and from where it was said."""

from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.http.actor import Actor
from backend.incidents.actions import photos, step, tell
from backend.incidents.actions.step import Tap
from backend.incidents.rules.distance import seen_from


def handle(
    actor: Actor, incident_id: UUID, tap: Tap, *, place: dict[str, Any] | None, pictures: list[dict[str, Any]]
) -> None:
    """Handled is not closed: somebody else checks."""
    incident = step.held(actor, incident_id, "handle", tap)
    if incident is None:
        return
    data = seen_from(incident.lng_wgs84, incident.lat_wgs84, place)
    made = step.move(incident, "handle", actor=actor, tap=tap, data=data)
    # From the tap on: a phone without a network makes nobody late.
    incident.handled_at = max(made.happened_at, incident.dispatched_at or clock.now())
    incident.next_climb_at = incident.extension_figure = incident.extension_asked_at = None
    photos.announce(incident, pictures, actor=actor)
    tell.to_check(incident)
