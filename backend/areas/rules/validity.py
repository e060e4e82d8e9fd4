"""When an area is in force, and what became of it afterwards."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

#: Areas begin and end with the day as the district counts it.
BEIJING = ZoneInfo("Asia/Shanghai")


def day(now: datetime) -> date:
    return now.astimezone(BEIJING).date()


def is_in_force(valid_from: date, valid_to: date | None, on: date) -> bool:
    """`valid_to` is the first day on which the area is no more."""
    return valid_from <= on and (valid_to is None or on < valid_to)


def chain(code: str, successor_of: Callable[[str], str | None]) -> list[str]:
    """The code and those that followed it; a circle ends where it closes."""
    found = [code]
    while (following := successor_of(found[-1])) is not None and following not in found:
        found.append(following)
    return found
