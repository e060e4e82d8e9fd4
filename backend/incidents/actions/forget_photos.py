"""What was nothing to handle loses its photos after a while: they show people and doors for no purpose any more."""

from datetime import timedelta

from sqlalchemy import delete, select

from backend.core import clock
from backend.core.db import db
from backend.incidents.models.incident import Incident, IncidentPhoto
from backend.incidents.rules import lifecycle

#: As long as somebody may complain of the answer.
KEPT_FOR = timedelta(days=180)
#: The rest goes at the next tick.
AT_ONCE = 1_000


def forget_photos() -> int:
    """How many went; the files follow, once nothing else refers to them. A second time nothing is left to do."""
    over = (Incident.state.in_(lifecycle.NO_CASE), Incident.ended_at <= clock.now() - KEPT_FOR)
    has_some = select(IncidentPhoto.incident_id).where(IncidentPhoto.incident_id == Incident.id).exists()
    due = select(Incident.id).where(*over, has_some).order_by(Incident.ended_at).limit(AT_ONCE)
    ids = db.session.scalars(due).all()
    gone = delete(IncidentPhoto).where(IncidentPhoto.incident_id.in_(ids)).returning(IncidentPhoto.sha256)
    return len(db.session.scalars(gone).all())
