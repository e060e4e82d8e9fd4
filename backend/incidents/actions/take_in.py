"""A new report becomes a case: numbered, due, announced; once, however many connections bring it."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert

from backend.areas.rules.validity import day
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.incidents.actions import photos, step, tell
from backend.incidents.actions.step import Tap
from backend.incidents.catalogue import reader
from backend.incidents.models.incident import SERIAL, Incident
from backend.incidents.queries import calendar
from backend.incidents.rules import reported


def take_in(actor: Actor, row: dict[str, Any], announced: list[dict[str, Any]]) -> bool:
    """False where the same report came on another connection at the same moment."""
    now = clock.now()
    number = reported.number_of(f"{day(now):%Y%m%d}", db.session.scalar(SERIAL.next_value()))
    register_by = calendar.working().due(now, reader.register_within(urgent=row["urgent"]))
    due = {"register_by": register_by, "due_at": register_by, "next_climb_at": register_by}
    new = insert(Incident).values(**row, **due, number=number, recorded_at=now)
    # Whoever comes second finds it there.
    incident = db.session.scalar(new.on_conflict_do_nothing(index_elements=["id"]).returning(Incident))
    if incident is None:
        return False
    if incident.self_handled:
        incident.handled_at, incident.next_climb_at = incident.happened_at, None
    tap = Tap(incident.id, incident.device_at, incident.clock_offset_ms)
    step.write(incident, "report", actor=actor, tap=tap, data={"urgent": incident.urgent})
    photos.announce(incident, announced, actor=actor)
    tell.reported(incident)
    return True
