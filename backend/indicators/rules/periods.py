"""Which period a moment lies in, what came before it, and until when a figure is fresh; days are Beijing's."""

from datetime import date, datetime, time, timedelta

from backend.areas.rules.validity import BEIJING
from backend.indicators.rules.definition import DAY, MONTH, QUARTER, REAL_TIME, WEEK, YEAR

#: A figure of now stands for its hour; a newer one of the same hour takes its place.
SLOT = timedelta(hours=1)
FRESH_FOR = {
    REAL_TIME: timedelta(minutes=5),
    DAY: timedelta(hours=36),
    WEEK: timedelta(days=9),
    MONTH: timedelta(days=45),
    QUARTER: timedelta(days=120),
    YEAR: timedelta(days=400),
}
#: how PostgreSQL calls them
UNITS = {DAY: "day", WEEK: "week", MONTH: "month", QUARTER: "quarter", YEAR: "year"}


def begin(period: str, at: datetime) -> datetime:
    """Of the period that holds the moment."""
    if period == REAL_TIME:
        return datetime.fromtimestamp(at.timestamp() // SLOT.total_seconds() * SLOT.total_seconds(), at.tzinfo)
    return of_day(_first_day(period, at.astimezone(BEIJING).date()))


def end(period: str, begun: datetime) -> datetime:
    """The first moment after it."""
    if period == REAL_TIME:
        return begun + SLOT
    first = begun.astimezone(BEIJING).date()
    return of_day(
        _first_day(period, first + timedelta(days={DAY: 1, WEEK: 7, MONTH: 31, QUARTER: 92, YEAR: 366}[period]))
    )


def before(period: str, begun: datetime) -> datetime:
    """The period before; of figures of now, the same time of the day before."""
    if period == REAL_TIME:
        return begun - timedelta(days=1)
    return begin(period, begun - timedelta(days=1))


def year_before(period: str, begun: datetime) -> datetime:
    """The same period of the year before; of weeks the one 52 before, of figures of now the last of that day."""
    day = begun.astimezone(BEIJING).date()
    if period == WEEK:
        return of_day(day - timedelta(weeks=52))
    start = of_day(same_day(day))
    return start + timedelta(days=1) - SLOT if period == REAL_TIME else start


def same_day(day: date) -> date:
    """A year earlier; of 29 February the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28) if is_leap_day else day.replace(year=day.year - 1)


def is_begin(period: str, at: datetime) -> bool:
    return begin(period, at) == at


def of_day(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def _first_day(period: str, day: date) -> date:
    if period == WEEK:
        return day - timedelta(days=day.weekday())
    if period == MONTH:
        return day.replace(day=1)
    if period == QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1) if period == YEAR else day
