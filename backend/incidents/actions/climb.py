"""An overdue case climbs: to who must act, then to the street, then to the district."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.incidents.actions import step, tell
from backend.incidents.catalogue import reader
from backend.incidents.models.incident import Incident
from backend.incidents.queries import calendar, responsible
from backend.incidents.rules import lifecycle

#: A morning's overdue cases in one go; the rest at the next tick.
AT_ONCE = 500
WORKER, STREET, DISTRICT = 1, 2, 3


def climb() -> int:
    """Safe to run twice, and by two workers at once; returns how many climbed."""
    late = (
        select(Incident)
        .where(Incident.next_climb_at <= clock.now())
        .order_by(Incident.next_climb_at, Incident.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    incidents = db.session.scalars(late.execution_options(populate_existing=True)).all()
    days = calendar.working() if incidents else None
    for incident in incidents:
        if days is None or not lifecycle.leads_on("climb", incident.state):
            incident.next_climb_at = None
            continue
        incident.climb_level = min(incident.climb_level + 1, DISTRICT)
        limit = reader.climb_after(urgent=incident.urgent)
        incident.next_climb_at = days.due(clock.now(), limit) if incident.climb_level < DISTRICT else None
        step.move(incident, "climb", actor=None, data={"level": incident.climb_level})
        tell.climbed(incident, _told(incident))
    return len(incidents)


def _told(incident: Incident) -> set[UUID]:
    if incident.climb_level == WORKER:
        return responsible.actors_of(incident)
    depth = responsible.STREET if incident.climb_level == STREET else responsible.DISTRICT
    return responsible.at_level(incident, depth)
