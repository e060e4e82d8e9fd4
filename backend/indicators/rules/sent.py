"""What a list or a program says of a figure, read as people write it: 2026年3月, 2026-03, 2026Q1, 1,234.5, 98%."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from backend.areas.rules.validity import BEIJING
from backend.indicators.rules import figures, periods
from backend.indicators.rules.definition import DAY, MONTH, QUARTER, REAL_TIME, WEEK, YEAR, Definition
from backend.indicators.rules.figures import Figure

#: period → what stands between the numbers does not matter, but how many there are does
PATTERNS = {
    DAY: re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?"),
    WEEK: re.compile(r"(\d{4})\D{0,2}(?:W|第)(\d{1,2})周?", re.IGNORECASE),
    MONTH: re.compile(r"(\d{4})\D{1,2}(\d{1,2})月?"),
    QUARTER: re.compile(r"(\d{4})\D{0,2}(?:Q|第)([1-4])(?:季度)?", re.IGNORECASE),
    YEAR: re.compile(r"(\d{4})年?"),
}
EXAMPLES = {
    REAL_TIME: "2026-03-02T09:00+08:00", DAY: "2026-03-02", WEEK: "2026-W10", MONTH: "2026-03", QUARTER: "2026-Q1",
    YEAR: "2026",
}  # fmt: skip
#: What was before is kept nowhere.
FIRST = 2010


class Sent(NamedTuple):
    """One figure as it was said; an empty text is none."""

    line: int
    indicator: str
    area: str
    period: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    taken_at: str = ""


def begin_of(period: str, said: str) -> datetime | None:
    """When the period begins that somebody means; None where nobody can know."""
    plain = unicodedata.normalize("NFKC", said).strip()
    try:
        if period == REAL_TIME:
            return periods.begin(period, moment(plain))
        found = PATTERNS[period].fullmatch(plain)
        if found is None and period != DAY:
            # The day on which it begins says it as well.
            found, day = PATTERNS[DAY].fullmatch(plain), True
        else:
            day = period == DAY
        return _begun(period, [int(one) for one in found.groups()], by_day=day) if found else None
    except ValueError:
        return None


def moment(said: str) -> datetime:
    """Without a zone it is Beijing's."""
    at = datetime.fromisoformat(said)
    return at if at.tzinfo else at.replace(tzinfo=BEIJING)


def number(said: str) -> Decimal | None:
    """None: it is none."""
    plain = unicodedata.normalize("NFKC", said).replace(",", "").removesuffix("%").strip()
    try:
        read = Decimal(plain)
    except InvalidOperation:
        return None
    return figures.kept(read) if read.is_finite() and abs(read) < figures.MOST else None


def faults(definition: Definition, sent: Sent, now: datetime) -> Iterator[tuple[str, str]]:
    """(column, code) of what is wrong with its period and its numbers."""
    begun = begin_of(definition.period, sent.period)
    if begun is None:
        yield "period", "reading.period"
    elif begun > now or begun.astimezone(BEIJING).year < FIRST:
        yield "period", "reading.period_out_of_range"
    yield from _numbers(definition, sent)
    if sent.taken_at and not _is_moment(sent.taken_at, now):
        yield "taken_at", "reading.taken_at"


def figure(definition: Definition, sent: Sent) -> Figure:
    """Of one that has no faults."""
    said = (number(one) if one else None for one in (sent.value, sent.numerator, sent.denominator))
    return figures.made(definition.scale, *said)


def _begun(period: str, numbers: list[int], *, by_day: bool) -> datetime | None:
    if by_day:
        day = periods.of_day(date(*numbers))
        return day if periods.is_begin(period, day) else None
    year, *more = numbers
    if period == WEEK:
        return periods.of_day(date.fromisocalendar(year, more[0], 1))
    month = {MONTH: more[0] if more else 1, QUARTER: more[0] * 3 - 2 if more else 1, YEAR: 1}[period]
    return periods.of_day(date(year, month, 1))


def _numbers(definition: Definition, sent: Sent) -> Iterator[tuple[str, str]]:
    names = ("value",) if definition.scale is None else ("numerator", "denominator")
    for name in names:
        said = getattr(sent, name)
        if not said:
            yield name, "reading.number_missing" if definition.scale is None else "reading.two_numbers"
        elif number(said) is None:
            yield name, "reading.number"
        elif name == "denominator" and (number(said) or 0) < 0:
            yield name, "reading.negative_denominator"


def _is_moment(said: str, now: datetime) -> bool:
    try:
        return moment(said) <= now
    except ValueError:
        return False
