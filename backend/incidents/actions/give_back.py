"""A unit returns 回退 what is not its own, with a reason."""

from uuid import UUID

from backend.core.http.actor import Actor
from backend.incidents.actions import deadlines, step, tell
from backend.incidents.actions.step import Tap


def give_back(actor: Actor, incident_id: UUID, tap: Tap) -> None:
    incident = step.held(actor, incident_id, "return", tap)
    if incident is None:
        return
    step.move(incident, "return", actor=actor, tap=tap)
    incident.returns += 1
    incident.extension_figure = incident.extension_asked_at = None
    deadlines.back_at_the_desk(incident)
    tell.returned(incident, note=tap.note)
