"""One step in a case's life, written down with who, when and why."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.incidents.models.incident import Incident, IncidentStep
from backend.incidents.rules import reported


def write(
    incident: Incident,
    verb: str,
    *,
    actor: Actor | None,
    step_id: UUID | None = None,
    device_at: datetime | None = None,
    clock_offset_ms: int | None = None,
    note: str | None = None,
    data: dict[str, Any] | None = None,
) -> IncidentStep:
    """Without a device it is the clock's own step."""
    now = clock.now()
    happened_at = now if device_at is None else reported.happened_at(device_at, clock_offset_ms or 0, now)
    told = {"device_at": device_at, "clock_offset_ms": clock_offset_ms, "note": note, "data": data or {}}
    made = IncidentStep(id=step_id, incident_id=incident.id, verb=verb, state=incident.state, at=now, **told)
    made.happened_at, made.by_id = happened_at, actor.id if actor else None
    db.session.add(made)
    db.session.flush()
    return made
