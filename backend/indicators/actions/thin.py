"""Figures of now are kept for some days as they came; of each earlier day its last one stays."""

from datetime import timedelta

from sqlalchemy import text

from backend.areas.rules.validity import day
from backend.core import clock
from backend.core.db import db
from backend.indicators.definitions import reader
from backend.indicators.rules import periods
from backend.indicators.rules.definition import REAL_TIME

KEPT_DAYS = 8
#: A run of the job looks at so many days before those: it runs each night.
REACH = 8
THIN = """
DELETE FROM reading USING (
    SELECT area_code, indicator, max(starts_at) AS last FROM reading
    WHERE indicator = ANY(:indicators) AND starts_at >= :begin AND starts_at < :end GROUP BY area_code, indicator
) AS kept
WHERE reading.area_code = kept.area_code AND reading.indicator = kept.indicator
    AND reading.starts_at >= :begin AND reading.starts_at < :end AND reading.starts_at <> kept.last
"""


def thin() -> None:
    """A second time finds nothing more."""
    of_now = [one.id for one in reader.every().values() if one.period == REAL_TIME]
    first = day(clock.now()) - timedelta(days=KEPT_DAYS + REACH)
    for at in range(REACH):
        begin = periods.of_day(first + timedelta(days=at))
        span = {"begin": begin, "end": begin + timedelta(days=1), "indicators": of_now}
        db.session.execute(text(THIN), span)
