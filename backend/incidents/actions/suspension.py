"""A case is suspended 挂账, and resumed: in between its clock stands, but for an emergency's."""

from uuid import UUID

from backend.core.http.actor import Actor
from backend.incidents.actions import deadlines, step
from backend.incidents.actions.step import Tap


def suspend(actor: Actor, incident_id: UUID, tap: Tap) -> None:
    incident = step.held(actor, incident_id, "suspend", tap)
    if incident is None:
        return
    step.move(incident, "suspend", actor=actor, tap=tap, data={"from": incident.state})
    deadlines.pause(incident)


def resume(actor: Actor, incident_id: UUID, tap: Tap) -> None:
    incident = step.held(actor, incident_id, "resume", tap)
    if incident is None:
        return
    step.move(incident, "resume", actor=actor, tap=tap, to=incident.suspended_from)
    deadlines.go_on(incident)
