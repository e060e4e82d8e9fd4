"""A duty officer ends somebody's period, with a reason."""

from uuid import UUID

from backend.core import clock
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.duty.actions.over import over
from backend.duty.models import DutyPeriod
from backend.duty.queries import roster


def end_period(actor: Actor, period_id: UUID, *, reason: str) -> DutyPeriod:
    """Twice is once; what is over already stays as it ended."""
    period = roster.one_to_end(actor, period_id)
    if period.ended_at is not None:
        return period
    if period.ends_at <= clock.now():
        over(period, actor=actor)
        return period
    period.end(clock.now(), "ended", by=actor.id, note=reason)
    data = {"reason": "ended", "person_id": str(period.person_id), "note": reason}
    record("duty.ended", ("duty", period.id), actor=actor, area_path=period.area_path, data=data)
    return period
