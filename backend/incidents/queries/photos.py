"""A photo of a case, for whoever sees the case."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents.models.incident import Incident, IncidentPhoto
from backend.incidents.queries.incidents import visible_to
from backend.uploads.queries import photos as uploads
from backend.uploads.queries.photos import Size


def read(actor: Actor, incident_id: UUID, sha256: str, *, size: Size) -> bytes:
    """One that has arrived: a hash alone opens nothing."""
    if db.session.execute(visible_to(actor).where(Incident.id == incident_id)).one_or_none() is None:
        refuse("incident.not_found")
    there = select(IncidentPhoto.sha256).where(
        IncidentPhoto.incident_id == incident_id,
        IncidentPhoto.sha256 == sha256,
        IncidentPhoto.arrived_at.is_not(None),
    )
    if db.session.scalar(there) is None:
        refuse("incident.photo_not_found")
    return uploads.read(sha256, size=size)


def shown(hashes: Collection[str]) -> set[str]:
    """Of these photos, those that belong to a case."""
    return set(db.session.scalars(select(IncidentPhoto.sha256).where(IncidentPhoto.sha256.in_(hashes)).distinct()))
