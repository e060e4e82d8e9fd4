"""Somebody checks 核查 what was done: then it is closed, or begins again."""

from typing import Any
from uuid import UUID

from backend.core.http.actor import Actor
from backend.incidents.actions import deadlines, photos, step, tell
from backend.incidents.actions.step import Tap
from backend.incidents.models.incident import Incident
from backend.incidents.rules import lifecycle
from backend.incidents.rules.distance import seen_from


def check(
    actor: Actor,
    incident_id: UUID,
    tap: Tap,
    *,
    passed: bool,
    place: dict[str, Any] | None,
    pictures: list[dict[str, Any]],
) -> None:
    incident = step.held(actor, incident_id, "check", tap)
    if incident is None:
        return
    data = {"passed": passed, **seen_from(incident.lng_wgs84, incident.lat_wgs84, place)}
    step.move(incident, "check" if passed else "check_failed", actor=actor, tap=tap, data=data)
    photos.announce(incident, pictures, actor=actor)
    if passed:
        tell.answered(incident, by=actor, note=tap.note)
    else:
        _again(actor, incident, tap)


def _again(actor: Actor, incident: Incident, tap: Tap) -> None:
    incident.handled_at = None
    if incident.state == lifecycle.REWORK:
        incident.reworks += 1
        deadlines.hold_to(incident)
        tell.rework(incident, by=actor, note=tap.note)
    else:
        # Said to be fixed on the spot, and is not.
        incident.self_handled = False
        deadlines.back_at_the_desk(incident)
