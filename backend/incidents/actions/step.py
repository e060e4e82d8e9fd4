"""One step in a case's life: held, moved by the table, written down with who, when and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.incidents import policy
from backend.incidents.models.incident import Incident, IncidentStep
from backend.incidents.queries import units
from backend.incidents.queries.incidents import visible_to
from backend.incidents.rules import lifecycle, reported

#: outcome → fact
FACTS = {
    "report": "incident.reported",
    "verify": "incident.verified",
    "verify_failed": "incident.not_accepted",
    "accept": "incident.accepted",
    "not_accept": "incident.not_accepted",
    "register": "incident.registered",
    "not_register": "incident.not_registered",
    "dispatch": "incident.dispatched",
    "start": "incident.started",
    "return": "incident.returned",
    "handle": "incident.handled",
    "extend": "incident.extension_asked",
    "grant_extension": "incident.extension_granted",
    "refuse_extension": "incident.extension_refused",
    "suspend": "incident.suspended",
    "resume": "incident.resumed",
    "check": "incident.closed",
    "check_failed": "incident.check_failed",
    "cancel": "incident.cancelled",
    "urge": "incident.urged",
    "supervise": "incident.supervised",
    "merge": "incident.merged",
    "rate": "incident.rated",
    "climb": "incident.climbed",
    "order": "incident.order_followed",
}


@dataclass(frozen=True, slots=True)
class Tap:
    """A step as the phone sent it: its own id, when it was tapped, and in what words."""

    id: UUID
    device_at: datetime
    clock_offset_ms: int
    note: str | None = None


def held(actor: Actor, incident_id: UUID, verb: str, tap: Tap) -> Incident | None:
    """A case that the actor sees and may take this step with, held until the transaction ends.

    None where he has taken it before: twice is once.
    """
    found = db.session.execute(visible_to(actor).where(Incident.id == incident_id)).one_or_none()
    if found is None:
        refuse("incident.not_found")
    incident = db.session.get_one(Incident, incident_id, with_for_update=True, populate_existing=True)
    if _was_taken(actor, incident, verb, tap):
        return None
    if not reported.is_id(tap.id):
        refuse("incident.bad_id")
    if not policy.may(actor, incident, verb, units=units.mine(actor)):
        refuse("actor.forbidden")
    return incident


def move(
    incident: Incident,
    outcome: str,
    *,
    actor: Actor | None,
    tap: Tap | None = None,
    to: str | None = None,
    data: dict[str, Any] | None = None,
) -> IncidentStep:
    """The held case becomes what the outcome makes of it, or the refusal names what it is already."""
    before, after = incident.state, lifecycle.become(outcome, state=incident.state)
    incident.state = to or after
    # One with the state, as the table's check wants it.
    if incident.state != lifecycle.SUSPENDED:
        incident.suspended_from = None
    elif before != lifecycle.SUSPENDED:
        incident.suspended_from = before
    if incident.state in lifecycle.ENDED and incident.ended_at is None:
        incident.ended_at = clock.now()
        incident.next_climb_at = None
    return write(incident, outcome, actor=actor, tap=tap, data=data)


def write(
    incident: Incident,
    outcome: str,
    *,
    actor: Actor | None,
    tap: Tap | None = None,
    data: dict[str, Any] | None = None,
) -> IncidentStep:
    """Without a tap it is the clock's own step."""
    now, verb = clock.now(), outcome.removesuffix("_failed")
    made = IncidentStep(incident_id=incident.id, verb=verb, state=incident.state, at=now, data=data or {})
    made.by_id, made.happened_at = actor.id if actor else None, now
    if tap is not None:
        made.id, made.note = tap.id, tap.note
        made.device_at, made.clock_offset_ms = tap.device_at, tap.clock_offset_ms
        made.happened_at = reported.happened_at(tap.device_at, tap.clock_offset_ms, now)
    db.session.add(made)
    db.session.flush()
    _record(incident, outcome, actor=actor, data=data or {})
    return made


def _was_taken(actor: Actor, incident: Incident, verb: str, tap: Tap) -> bool:
    before = db.session.scalar(select(IncidentStep).where(IncidentStep.id == tap.id))
    if before is None:
        return False
    if (before.incident_id, before.by_id, before.verb) != (incident.id, actor.id, verb):
        refuse("incident.id_taken")
    return True


def _record(incident: Incident, outcome: str, *, actor: Actor | None, data: dict[str, Any]) -> None:
    told = {"state": incident.state, "category": incident.category_code, "number": incident.number, **data}
    if incident.unit_id is not None:
        told["unit_id"] = str(incident.unit_id)
    record(FACTS[outcome], ("incident", incident.id), actor=actor, area_path=incident.area_path, data=told)
