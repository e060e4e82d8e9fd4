"""Takes readings as jobs, lists and programs do, for tests that look at them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from backend.core import clock
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.indicators.actions import feeds, subscribe
from backend.indicators.actions.take import Taken, take
from backend.indicators.definitions import reader
from backend.indicators.models.feed import IndicatorFeed
from backend.indicators.models.watch import IndicatorSubscription
from backend.indicators.queries import readings
from backend.indicators.rules import figures, periods, sent
from backend.indicators.rules.reading import New, Row
from tests.builders import people

#: 新设企业数: a sum, of communities · 企业复工率: a share · 流动人口数: counts people · 政务办件平均用时: a mean
FIRMS, RESUMED, FLOATING, MEAN_TIME = "EC029", "EC041", "SO003", "PO014"
#: 地区生产总值: the district's alone
GDP = "EC001"


def new(indicator: str, area: str, period: str, *numbers: float | str, **more: Any) -> New:
    """One number, or a numerator and a denominator; taken at the end of its period, or now."""
    definition = reader.one(indicator)
    begun = sent.begin_of(definition.period, period)
    assert begun is not None
    said = [Decimal(str(number)) for number in numbers]
    figure = figures.number(said[0]) if definition.scale is None else figures.quotient(*said, definition.scale)
    taken_at: datetime = min(clock.now(), periods.end(definition.period, begun))
    return New(indicator, area, begun, figure, **{"source": "import", "taken_at": taken_at, **more})


def taken(*given: New, **more: Any) -> Taken:
    return take(given, **more)


def feed(
    by: Person, area: str, name: str = "区统计局", indicators: list[str] | None = None
) -> tuple[IndicatorFeed, str]:
    """A feed, and its key."""
    return feeds.issue(people.actor(by), id=uuid7(), name=name, area=area, indicators=indicators or [])


def watched(by: Person, area: str) -> IndicatorSubscription:
    """More than five new firms a day."""
    limits = {"operator": "above", "threshold": 5.0, "margin": 0.0}
    quiet = {"quiet_from": None, "quiet_until": None}
    return subscribe.subscribe(people.actor(by), uuid7(), code=FIRMS, area=area, **limits, **quiet)


def value(indicator: str, area: str, day: date | None = None) -> Decimal | None:
    """What the newest reading says, or the one of a day; None: there is none, or it had nothing to be taken of."""
    found = _row(indicator, area, day)
    return found.value if found is not None else None


def pair(indicator: str, area: str, day: date | None = None) -> tuple[Decimal | None, Decimal | None]:
    """Numerator and denominator of the same."""
    found = _row(indicator, area, day)
    assert found is not None
    return found.numerator, found.denominator


def _row(indicator: str, area: str, day: date | None) -> Row | None:
    until = periods.of_day(day) if day is not None else clock.now()
    rows = readings.newest(area, [indicator], until=until, limit=1)[indicator]
    return rows[0] if rows and (day is None or rows[0].starts_at == until) else None
