"""Photos of a case: announced with the text, marked arrived when their files are here, in whichever order."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.incidents.models.incident import Incident, IncidentPhoto


def announce(incident: Incident, announced: list[dict[str, Any]], *, actor: Actor) -> None:
    """The same picture twice is one."""
    shared = {"incident_id": incident.id, "added_by": actor.id, "added_at": clock.now()}
    for photo in announced:
        db.session.execute(insert(IncidentPhoto).values(**photo, **shared).on_conflict_do_nothing())
