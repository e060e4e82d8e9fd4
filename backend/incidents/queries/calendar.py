"""The calendar that deadlines run by: the country's, with the district's own days in it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from backend.core.db import db
from backend.incidents.catalogue import reader
from backend.incidents.models.work_day import WorkDay
from backend.incidents.rules.calendar import Calendar, is_work_day


def working() -> Calendar:
    rows = db.session.execute(select(WorkDay.day, WorkDay.works))
    return Calendar(reader.sessions(), {row.day: row.works for row in rows})


def year(of: int) -> dict[str, Any]:
    """Every day of a year that is not as its weekday says, and what the district set itself."""
    first, last = date(of, 1, 1), date(of, 12, 31)
    query = select(WorkDay).where(WorkDay.day.between(first, last))
    own = {row.day: row for row in db.session.scalars(query)}
    odd = [day for day in _days(first, last) if day in own or is_work_day(day) != (day.weekday() < 5)]
    sessions = [{"begins": f"{begin:%H:%M}", "ends": f"{end:%H:%M}"} for begin, end in reader.sessions()]
    return {"year": of, "working_day": sessions, "days": [_shown(day, own.get(day)) for day in odd]}


def _shown(day: date, own: WorkDay | None) -> dict[str, Any]:
    works = is_work_day(day) if own is None else own.works
    return {"day": day, "works": works, "is_own": own is not None, "note": own.note if own else None}


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
