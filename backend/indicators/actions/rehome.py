"""Readings, feeds, subscriptions and modes go along when an area gets a successor."""

from sqlalchemy import select, text, update

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.indicators.actions.take import LOCK
from backend.indicators.models.feed import IndicatorFeed
from backend.indicators.models.watch import CockpitMode, IndicatorSubscription
from backend.indicators.queries import modes

# Where two areas became one, what the follower has itself stays, and the other's stays under its old code.
MOVE = """
UPDATE reading SET area_code = :after WHERE area_code = :before AND NOT EXISTS (
    SELECT FROM reading AS own WHERE own.area_code = :after AND own.indicator = reading.indicator
        AND own.starts_at = reading.starts_at
)
"""

TRACES = """
UPDATE reading_trace SET area_code = :after WHERE area_code = :before AND NOT EXISTS (
    SELECT FROM reading AS own WHERE own.area_code = :before AND own.indicator = reading_trace.indicator
        AND own.starts_at = reading_trace.starts_at
)
"""


def rehome(path: str) -> None:
    """A second time changes nothing."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    for area in db.session.scalars(select(Area).where(within([path]))).all():
        follower = areas.current(area.code)
        if follower is None or follower.code == area.code:
            continue
        codes = {"before": area.code, "after": follower.code}
        for statement in (MOVE, TRACES):
            db.session.execute(text(statement), codes)
        mine = update(IndicatorSubscription).where(IndicatorSubscription.area_code == area.code)
        db.session.execute(mine.values(area_code=follower.code))
        moved = {"area_code": follower.code, "area_path": follower.path}
        db.session.execute(update(IndicatorFeed).where(IndicatorFeed.area_code == area.code).values(moved))
        # What was an area's mode is not switched to by another one that becomes a part of it.
        if modes.own(follower.code) is None:
            db.session.execute(update(CockpitMode).where(CockpitMode.area_code == area.code).values(moved))
