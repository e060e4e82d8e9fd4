"""Photos of a case: announced with the text, marked arrived when their files are here, in whichever order."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.incidents.models.incident import Incident, IncidentPhoto, IncidentStep
from backend.uploads.queries import photos as uploads


def announce(incident: Incident, announced: list[dict[str, Any]], *, actor: Actor) -> None:
    """The same picture twice is one. What came before its text has arrived at once."""
    shared = {"incident_id": incident.id, "added_by": actor.id, "added_at": clock.now()}
    for photo in announced:
        db.session.execute(insert(IncidentPhoto).values(**photo, **shared).on_conflict_do_nothing())
    if announced:
        take_in(incident.id)


def take_in(record_id: UUID) -> None:
    """Look what has arrived for a case, or for a step of one; safe to run twice.

    Only what its author sent counts: who merely knows a hash does not get to see the photo.
    """
    step_of = select(IncidentStep.incident_id).where(IncidentStep.id == record_id)
    incident_id = db.session.scalar(step_of)
    incident = db.session.get(Incident, incident_id or record_id, with_for_update=True)
    if incident is None:
        # The photo came first: its text will ask.
        return
    waiting = select(IncidentPhoto).where(IncidentPhoto.incident_id == incident.id, IncidentPhoto.arrived_at.is_(None))
    for photo in db.session.scalars(waiting.execution_options(populate_existing=True)).all():
        if photo.sha256 in _sent(incident, photo.added_by):
            photo.arrived_at = clock.now()
            db.session.flush()
            data = {"sha256": photo.sha256, "use": photo.use}
            record("incident.photo_arrived", ("incident", incident.id), area_path=incident.area_path, data=data)


def _sent(incident: Incident, author_id: UUID) -> set[str]:
    """By its author, for the case or for one of his steps of it."""
    own = select(IncidentStep.id).where(IncidentStep.incident_id == incident.id, IncidentStep.by_id == author_id)
    records = {incident.id, *db.session.scalars(own.where(IncidentStep.id.is_not(None)))}
    return {sha256 for one in records for sha256 in uploads.arrived(one, author_id=author_id)}
