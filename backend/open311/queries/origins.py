"""Who stands behind a report that came from outside, for the desk that calls back."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents.models.incident import Incident
from backend.incidents.queries.incidents import visible_to
from backend.open311 import policy
from backend.open311.models import Application, ServiceRequest
from backend.open311.rules import sealed
from backend.open311.rules.names import full_name


def one(actor: Actor, incident_id: UUID, *, secret: str) -> dict[str, Any] | None:
    """Of a case that his desk looks after, another street's is not found; None where our own people reported it."""
    desk = within(list(actor.paths_as(*policy.CALLS_BACK)), Incident.area_path)
    if db.session.execute(visible_to(actor).where(Incident.id == incident_id, desk)).one_or_none() is None:
        refuse("incident.not_found")
    query = (
        select(ServiceRequest, Application.name)
        .join(Application, Application.id == ServiceRequest.application_id)
        .where(ServiceRequest.incident_id == incident_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    request: ServiceRequest = found.ServiceRequest
    contact = sealed.unseal(secret, incident_id, request.contact) if request.contact else None
    told = {name: getattr(request, name) for name in ("received_at", "description", "address", "media_url")}
    return {**told, "application": found.name, "contact": _shown(contact)}


def _shown(contact: dict[str, str] | None) -> dict[str, str | None] | None:
    if contact is None:
        return None
    name = full_name(contact.get("first_name", ""), contact.get("last_name", ""))
    return {"name": name or None, **{one: contact.get(one) for one in ("phone", "email", "account_id", "device_id")}}
