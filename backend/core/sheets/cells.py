"""A cell as the person who typed it would read it: text."""

import re
from datetime import date, datetime, time
from decimal import Decimal

#: Longer ones are no names and no numbers.
LONGEST = 500
#: Line breaks, no-break and wide spaces between words, and what no keyboard types.
BLANKS = re.compile(r"[\s\u00a0\u3000\x00-\x1f\u200b-\u200f\ufeff]+")


def text_of(value: object) -> str:
    """Whole numbers without ".0" and never as 1.99E+10, days as 2026-03-02."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    return BLANKS.sub(" ", str(value)).strip()[:LONGEST]


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return format(Decimal(repr(value)), "f") if abs(value) < 1e18 else str(value)
