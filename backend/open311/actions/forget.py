"""Who reported is forgotten once nobody has a reason to call him back."""

from datetime import timedelta

from sqlalchemy import select, update

from backend.core import clock
from backend.core.db import db
from backend.incidents.models.incident import Incident
from backend.open311.models import ServiceRequest

#: After the end of the case: a complaint about its answer comes within weeks.
KEPT_FOR = timedelta(days=180)


def forget() -> None:
    """A second time changes nothing."""
    ended = select(Incident.id).where(Incident.ended_at <= clock.now() - KEPT_FOR)
    known = (ServiceRequest.contact.is_not(None), ServiceRequest.incident_id.in_(ended))
    db.session.execute(update(ServiceRequest).where(*known).values(contact=None))
