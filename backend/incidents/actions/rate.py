"""The reporter says how content he is with the answer; the last word counts."""

from uuid import UUID

from backend.core.http.actor import Actor
from backend.incidents.actions import step
from backend.incidents.actions.step import Tap


def rate(actor: Actor, incident_id: UUID, tap: Tap, *, score: int) -> None:
    incident = step.held(actor, incident_id, "rate", tap)
    if incident is None:
        return
    step.move(incident, "rate", actor=actor, tap=tap, data={"score": score})
    incident.rating = score
