"""A case is dispatched 派遣 to a unit: its clock starts."""

from uuid import UUID

from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents import policy
from backend.incidents.actions import deadlines, step, tell
from backend.incidents.actions.step import Tap
from backend.incidents.catalogue import reader
from backend.incidents.queries import units


def dispatch(actor: Actor, incident_id: UUID, tap: Tap, *, unit_id: UUID) -> None:
    incident = step.held(actor, incident_id, "dispatch", tap)
    if incident is None:
        return
    unit = units.one(actor, unit_id)
    if not policy.is_for(unit, incident):
        refuse("unit.not_there")
    incident.unit_id = unit.id
    named = {"unit_id": str(unit.id), "unit_zh": unit.name_zh, "unit_en": unit.name_en}
    # The state first: a case that cannot be dispatched keeps its clock.
    made = step.move(incident, "dispatch", actor=actor, tap=tap, data=named)
    deadlines.begin(incident, reader.one(incident.category_code))
    assert incident.deadline_at is not None
    made.data = {**named, "deadline_at": incident.deadline_at.isoformat()}
    tell.dispatched(incident, by=actor)
