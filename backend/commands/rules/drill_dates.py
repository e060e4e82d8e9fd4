"""When a monthly series goes on: the same weekday of the same week of the month, at the same Beijing time.

The second Tuesday stays the second Tuesday; a fifth Friday is the last one where a month has only four.
"""

from calendar import monthrange
from datetime import UTC, datetime

from backend.commands.rules.identifier import BEIJING

DAYS = 7
MONTHS = 12


def following(first: datetime, after: datetime) -> datetime:
    """The first date of the series after a moment; `first` is the start of its first drill, so that nothing drifts."""
    here = after.astimezone(BEIJING)
    months = here.year * MONTHS + here.month - 1
    found = _in_month(first, months)
    return found if found > after else _in_month(first, months + 1)


def _in_month(first: datetime, months: int) -> datetime:
    pattern = first.astimezone(BEIJING)
    year, month = months // MONTHS, months % MONTHS + 1
    begins_on, days = monthrange(year, month)
    day = 1 + (pattern.weekday() - begins_on) % DAYS + DAYS * ((pattern.day - 1) // DAYS)
    if day > days:
        day -= DAYS
    return pattern.replace(year=year, month=month, day=day).astimezone(UTC)
