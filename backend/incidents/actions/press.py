"""Urge 催办 and supervise 督办: nothing moves, but whoever must act hears of it."""

from uuid import UUID

from backend.core import clock
from backend.core.http.actor import Actor
from backend.incidents.actions import step, tell
from backend.incidents.actions.step import Tap


def urge(actor: Actor, incident_id: UUID, tap: Tap) -> None:
    incident = step.held(actor, incident_id, "urge", tap)
    if incident is None:
        return
    step.move(incident, "urge", actor=actor, tap=tap)
    incident.urged_at = clock.now()
    tell.pressed(incident, "urge", by=actor, note=tap.note)


def supervise(actor: Actor, incident_id: UUID, tap: Tap) -> None:
    incident = step.held(actor, incident_id, "supervise", tap)
    if incident is None:
        return
    step.move(incident, "supervise", actor=actor, tap=tap)
    incident.supervised_at = incident.supervised_at or clock.now()
    tell.pressed(incident, "supervise", by=actor, note=tap.note)
