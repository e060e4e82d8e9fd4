"""The identifier of an order: 31 characters after GB/T 35965.1, `ZZZZZZDDDUUUXX_YYYYMMDDhhmmss_N`."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
#: DDD: emergency management among the trades (P)
TRADE = "001"
LAST_SERIAL = 9
DISTRICT_DIGITS = 6
STREET_DIGITS = 9


class Serial(NamedTuple):
    """A second (aware) and the place in it."""

    second: datetime
    number: int


def prefix(area_code: str) -> str:
    """ZZZZZZ the district, DDD the trade, UUU the street (000 for the district itself), XX two zeros."""
    district = area_code[:DISTRICT_DIGITS].ljust(DISTRICT_DIGITS, "0")
    unit = area_code[DISTRICT_DIGITS:STREET_DIGITS].ljust(3, "0")
    return f"{district}{TRADE}{unit}00"


def following(last: Serial | None, now: datetime) -> Serial:
    """The serial after the last one given out: ten a second, then the next second's; never one twice.

    A clock that was set back goes on from the last second.
    """
    second = now.replace(microsecond=0)
    if last is None or second > last.second:
        return Serial(second, 0)
    if last.number < LAST_SERIAL:
        return Serial(last.second, last.number + 1)
    return Serial(last.second + timedelta(seconds=1), 0)


def identifier(of_prefix: str, serial: Serial) -> str:
    return f"{of_prefix}_{serial.second.astimezone(BEIJING):%Y%m%d%H%M%S}_{serial.number}"
