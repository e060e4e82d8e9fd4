"""Readings, feeds, subscriptions and modes go along when an area gets a successor."""

from typing import Any

from sqlalchemy import select, text, update

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.indicators.models.feed import IndicatorFeed
from backend.indicators.models.watch import CockpitMode, IndicatorSubscription

WITH_PATH: tuple[type[Any], ...] = (IndicatorFeed, CockpitMode)
# Where two areas became one, what the follower has itself stays, and the other's stays under its old code.
MOVE = """
UPDATE reading SET area_code = :after WHERE area_code = :before AND NOT EXISTS (
    SELECT FROM reading AS own WHERE own.area_code = :after AND own.indicator = reading.indicator
        AND own.starts_at = reading.starts_at
)
"""


def rehome(path: str) -> None:
    """A second time changes nothing."""
    for area in db.session.scalars(select(Area).where(within([path]))).all():
        follower = areas.current(area.code)
        if follower is None or follower.code == area.code:
            continue
        codes = {"before": area.code, "after": follower.code}
        db.session.execute(text(MOVE), codes)
        traces = text("UPDATE reading_trace SET area_code = :after WHERE area_code = :before")
        db.session.execute(traces, codes)
        mine = update(IndicatorSubscription).where(IndicatorSubscription.area_code == area.code)
        db.session.execute(mine.values(area_code=follower.code))
        moved = {"area_code": follower.code, "area_path": follower.path}
        for model in WITH_PATH:
            db.session.execute(update(model).where(model.area_code == area.code).values(moved))
