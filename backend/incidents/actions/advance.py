"""The steps that only lead on: accept, register, start, and their refusals."""

from uuid import UUID

from backend.core import clock
from backend.core.http.actor import Actor
from backend.incidents.actions import step, tell
from backend.incidents.actions.step import Tap
from backend.incidents.rules import lifecycle


def advance(actor: Actor, incident_id: UUID, verb: str, tap: Tap) -> None:
    """The reporter hears of it where it is the answer."""
    incident = step.held(actor, incident_id, verb, tap)
    if incident is None:
        return
    step.move(incident, verb, actor=actor, tap=tap)
    if incident.state == lifecycle.REGISTERED:
        incident.registered_at = clock.now()
    if incident.state in lifecycle.ENDED:
        tell.answered(incident, by=actor, note=tap.note)
