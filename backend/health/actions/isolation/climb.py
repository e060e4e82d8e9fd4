"""A half-day that nobody filled climbs: to the community, then to the street, then to the district."""

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.health.actions import tell
from backend.health.catalogue.reader import ruleset
from backend.health.models.isolation import IsolationCase, IsolationEntry

#: A noon's missed entries in one go; the rest at the next tick.
AT_ONCE = 500
DISTRICT = 3


def climb() -> int:
    """Safe to run twice, and by two workers at once; returns how many climbed."""
    late = (
        select(IsolationEntry)
        .where(IsolationEntry.next_climb_at <= clock.now())
        .order_by(IsolationEntry.next_climb_at, IsolationEntry.case_id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    entries = db.session.scalars(late.execution_options(populate_existing=True)).all()
    for entry in entries:
        case = db.session.get_one(IsolationCase, entry.case_id)
        entry.climb_level = min(entry.climb_level + 1, DISTRICT)
        after = ruleset().climb_after
        entry.next_climb_at = clock.now() + after if entry.climb_level < DISTRICT else None
        db.session.flush()
        data = {"level": entry.climb_level}
        record("isolation.climbed", ("isolation", case.id), area_path=case.area_path, data=data)
        tell.climbed(case, entry.climb_level)
    return len(entries)
