"""What the clock has ended is written down."""

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record, record_many
from backend.core.http.actor import Actor
from backend.duty.models import DutyPeriod

#: A night's volunteers in one go; the rest at the next tick.
AT_ONCE = 5_000


def over(period: DutyPeriod, *, actor: Actor | None = None) -> None:
    """One of them, met on the way."""
    period.end(period.ends_at, "expired")
    record("duty.ended", ("duty", period.id), actor=actor, area_path=period.area_path, data=_said(period))


def sweep() -> int:
    """All of them; returns how many."""
    late = (
        select(DutyPeriod)
        .where(DutyPeriod.ended_at.is_(None), DutyPeriod.ends_at <= clock.now())
        .order_by(DutyPeriod.ends_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    periods = db.session.scalars(late).all()
    for period in periods:
        period.end(period.ends_at, "expired")
    rows = [{"subject_id": period.id, "area_path": period.area_path, "data": _said(period)} for period in periods]
    record_many("duty.ended", "duty", rows)
    return len(periods)


def _said(period: DutyPeriod) -> dict[str, str]:
    return {"reason": "expired", "person_id": str(period.person_id)}
