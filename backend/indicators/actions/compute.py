"""Figures of our own records are worked out for every area that has them: twice gives the same rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from backend.areas.rules.paths import codes
from backend.areas.rules.validity import day as day_of
from backend.core import clock
from backend.indicators import settings
from backend.indicators.actions.take import Taken, take
from backend.indicators.definitions import reader
from backend.indicators.queries import readings
from backend.indicators.queries.sources import every
from backend.indicators.queries.sources.made import ByPath, Counted
from backend.indicators.queries.tree import tree
from backend.indicators.rules import figures, periods
from backend.indicators.rules.definition import DAY, MONTH, REAL_TIME, WEEK, Definition
from backend.indicators.rules.reading import New
from backend.indicators.rules.tree import Tree

#: What comes in so late corrects its day: hours are confirmed within three.
LATE = 4
#: what is worked out once it is over; figures of quarters and years nobody works out here
WHOLE = (DAY, WEEK, MONTH)


def compute_now() -> Taken:
    """Figures of now; of what happens, today so far."""
    now = clock.now()
    begin = periods.of_day(day_of(now))
    slot = periods.begin(REAL_TIME, now)
    return _compute(REAL_TIME, slot, (begin, now), taken_at=now)


def compute_days(first: date, last: date) -> Taken:
    """Whole days, and the weeks and months that hold them; nothing of a time that is not over."""
    over = day_of(clock.now()) - timedelta(days=1)
    days = [first + timedelta(days=at) for at in range((min(last, over) - first).days + 1)]
    spans = sorted({(at, period, _span(period, day)) for at, period in enumerate(WHOLE) for day in days})
    done = [_compute(period, *span) for _, period, span in spans if span[1][1] <= clock.now()]
    return Taken(*(sum(counts) for counts in zip(*done, strict=True))) if done else Taken(0, 0, 0)


def compute_late() -> Taken:
    """The days that may still change."""
    today = day_of(clock.now())
    return compute_days(today - timedelta(days=LATE), today)


def _compute(period: str, begin: datetime, span: tuple[datetime, datetime], taken_at: datetime | None = None) -> Taken:
    found = [one for one in reader.every().values() if one.computed and one.period == period]
    areas = tree()
    new = [one for definition in found for one in _of(areas, definition, begin, span, taken_at or span[1])]
    return take(new, is_routine=period == REAL_TIME)


def _of(
    areas: Tree, definition: Definition, begin: datetime, span: tuple[datetime, datetime], taken_at: datetime
) -> Iterator[New]:
    assert definition.computed
    source = every.one(definition.computed)
    assert source is not None, definition.computed
    if source.is_of_now and definition.period != REAL_TIME and not _is_to_be_taken(areas, definition, span):
        return
    by_area = summed(source.counts(*span))
    if source.may_be_unkept and not by_area:
        return
    for node in areas.nodes.values():
        if areas.has(definition, node):
            known = by_area.get(node.code, Counted(Decimal(0)))
            figure = _figure(definition, known)
            name = definition.computed.partition(".")[0]
            yield New(definition.id, node.code, begin, figure, name, taken_at, is_demo=settings.is_demo())


def summed(by_path: ByPath) -> dict[str, Counted]:
    """Area → all that lies in its subtree, exactly."""
    found: dict[str, Counted] = defaultdict(lambda: Counted(Decimal(0)))
    for path, counted in by_path.items():
        for code in codes(path):
            known = found[code]
            found[code] = Counted(known.numerator + counted.numerator, known.denominator + counted.denominator)
    return found


def _figure(definition: Definition, counted: Counted) -> figures.Figure:
    if definition.scale is None:
        return figures.number(counted.numerator)
    return figures.quotient(counted.numerator, counted.denominator, definition.scale)


def _is_to_be_taken(areas: Tree, definition: Definition, span: tuple[datetime, datetime]) -> bool:
    """What can only be counted now stands for the day that has just ended, once: later it would be another count."""
    is_last = span[1] == periods.of_day(day_of(clock.now()))
    roots = [node.code for node in areas.nodes.values() if node.parent is None]
    return is_last and not any(_has(root, definition, span[0]) for root in roots)


def _has(code: str, definition: Definition, begin: datetime) -> bool:
    rows = readings.newest(code, [definition.id], until=begin, limit=1)[definition.id]
    return bool(rows) and rows[0].starts_at == begin


def _span(period: str, day: date) -> tuple[datetime, tuple[datetime, datetime]]:
    begin = _begin(period, day)
    return begin, (begin, periods.end(period, begin))


def _begin(period: str, day: date) -> datetime:
    return periods.begin(period, periods.of_day(day))


def unknown_sources() -> Iterable[str]:
    """Names of the files that lead nowhere."""
    names = (one.computed for one in reader.every().values() if one.computed)
    return [name for name in names if every.one(name) is None]
