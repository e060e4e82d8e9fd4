"""When the district works: days with make-up days 调休, hours of a day, and what lies so many of them away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import chinese_calendar

from backend.areas.rules.validity import BEIJING
from backend.incidents.rules.category import Deadline

Session = tuple[time, time]

#: Nobody's holiday is longer; a calendar that never works again is a mistake of whoever wrote it.
LONGEST_BREAK = 366
HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Calendar:
    """The hours of a working day, and the days that the district itself set."""

    sessions: tuple[Session, ...]
    overrides: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        own = self.overrides.get(day)
        return is_work_day(day) if own is None else own

    def due(self, start: datetime, deadline: Deadline) -> datetime:
        """When so much of the deadline's kind has gone by since the start."""
        return self.later(start, self.length(deadline), deadline.kind)

    def length(self, deadline: Deadline) -> timedelta:
        """In time that counts: a working day is its working hours."""
        if deadline.kind == "working_days":
            return deadline.figure * self._day()
        return timedelta(hours=deadline.figure)

    def later(self, start: datetime, counted: timedelta, kind: str) -> datetime:
        if not counts_work(kind):
            return start + counted
        rest = counted
        for begin, end in self._sessions_from(start):
            if rest <= end - begin:
                return (begin + rest).astimezone(start.tzinfo)
            rest -= end - begin
        raise ValueError("the calendar never works again")

    def between(self, start: datetime, end: datetime, kind: str) -> timedelta:
        """How much of the kind lies between; nothing where the end is past."""
        if end <= start:
            return timedelta()
        if not counts_work(kind):
            return end - start
        spans = (min(stop, end) - begin for begin, stop in self._sessions_from(start, until=end))
        return sum(spans, timedelta())

    def _day(self) -> timedelta:
        return sum((_on(date.min, end) - _on(date.min, begin) for begin, end in self.sessions), timedelta())

    def _sessions_from(self, start: datetime, until: datetime | None = None) -> Iterator[tuple[datetime, datetime]]:
        """What is left of each session from the start on."""
        day, idle = start.astimezone(BEIJING).date(), 0
        while idle <= LONGEST_BREAK:
            works = self.works(day)
            for opens, closes in self.sessions if works else ():
                begin, end = max(_on(day, opens), start), _on(day, closes)
                if until is not None and begin >= until:
                    return
                if begin < end:
                    yield begin, end
            idle = 0 if works else idle + 1
            if until is not None and _on(day, time.max) >= until:
                return
            day += timedelta(days=1)


def counts_work(kind: str) -> bool:
    """Natural and urgent hours go by day and night."""
    return kind in {"working_hours", "working_days"}


def is_paused_by_suspension(kind: str) -> bool:
    """An emergency waits for nobody."""
    return kind != "urgent_hours"


def is_work_day(day: date) -> bool:
    """As the State Council announced it; of a year without an announcement, Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def _on(day: date, at: time) -> datetime:
    return datetime.combine(day, at, BEIJING)
