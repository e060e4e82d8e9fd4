"""Figures of cases: reports, and the rates of the case loop as the rates page counts them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import partial

from sqlalchemy import select

from backend.core.db import db
from backend.incidents.models.incident import Incident
from backend.incidents.queries import calendar, rates
from backend.incidents.rules.rates import RATES
from backend.indicators.queries.sources.made import ByPath, Counted, Source, by_sql

REPORTED = """
SELECT area_path, count(*) FROM incident WHERE recorded_at >= :begin AND recorded_at < :end GROUP BY area_path
"""
#: 12345转办 that came to be due in the period
HOTLINE = """
SELECT area_path, count(*) FILTER (WHERE state = 'closed' AND ended_at <= deadline_at), count(*) FROM incident
WHERE source = 'hotline' AND deadline_at >= :begin AND deadline_at < :end
    AND state NOT IN ('cancelled', 'merged', 'suspended')
GROUP BY area_path
"""


def rate(name: str, begin: datetime, end: datetime) -> ByPath:
    over, under = RATES[name]
    counted = rates.counted(_everywhere(), begin, end)
    return {path: Counted(Decimal(counts[over]), Decimal(counts[under])) for path, counts in counted.items()}


def working_hours(begin: datetime, end: datetime) -> ByPath:
    """From dispatch until it was handled, in hours of work; of each case that was handled then."""
    days = calendar.working()
    handled = (Incident.handled_at >= begin, Incident.handled_at < end, Incident.dispatched_at.is_not(None))
    query = select(Incident.area_path, Incident.dispatched_at, Incident.handled_at).where(*handled)
    found: dict[str, Counted] = defaultdict(lambda: Counted(Decimal(0)))
    for path, dispatched_at, handled_at in db.session.execute(query):
        assert dispatched_at is not None
        assert handled_at is not None
        spent = Decimal(int(days.between(dispatched_at, handled_at, "working_hours").total_seconds())) / 3600
        found[path] = Counted(found[path].numerator + spent, found[path].denominator + 1)
    return found


def _everywhere() -> list[str]:
    """Every path there is begins with a digit or a letter, so this is the range of all."""
    return [""]


def sources() -> Iterable[tuple[str, Source]]:
    yield "incidents.reported", Source(by_sql(REPORTED))
    yield "incidents.hotline_in_time", Source(by_sql(HOTLINE))
    yield "incidents.working_hours", Source(working_hours)
    yield from ((f"incidents.{name}", Source(partial(rate, name))) for name in RATES)
