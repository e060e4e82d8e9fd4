"""Somebody says "I am leaving"."""

from datetime import datetime
from uuid import UUID

from backend.core import clock
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.duty.models import DutyPeriod
from backend.duty.queries import mine
from backend.duty.rules.hours import happened_at


def check_out(actor: Actor, period_id: UUID, *, device_at: datetime, clock_offset_ms: int) -> DutyPeriod:
    """Twice is once. Sent late, it still counts from the tap, also where the clock has ended the period since."""
    period = mine.one_to_change(actor, period_id)
    left_at = happened_at(device_at, clock_offset_ms, clock.now())
    if period.ended_at is not None and not (period.end_reason == "expired" and left_at < period.ended_at):
        return period
    period.end(left_at, "checked_out", by=actor.id)
    data = {"reason": "checked_out", "person_id": str(actor.id)}
    record("duty.checked_out", ("duty", period.id), actor=actor, area_path=period.area_path, data=data)
    return period
