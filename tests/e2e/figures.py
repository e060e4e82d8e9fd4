"""Figures of indicators for the screens: a line of days, one that is old, one of few people, and those of a park."""

from datetime import date, datetime, timedelta

from backend.areas.rules.validity import BEIJING
from backend.core import clock
from tests.builders.readings import FIRMS, FLOATING, RESUMED, new
from tests.e2e.world import World

#: The one park of the district.
PARK = "330103008401"
#: Lift rescues in minutes, a mean: on top of a street's cockpit.
RESCUES = "SO035"
#: What a park counts: visitors and sales.
VISITS, SALES = "EC019", "EC020"
DAYS = 12
FEW = 7


def taken(world: World, place: str) -> None:
    """Of a community and of the park; the community's new firms are old, its floating people few."""
    days = [day(back) for back in range(1, DAYS + 1)]
    lines = [
        one
        for number, each in enumerate(days)
        for one in (new(RESUMED, place, each, 118 - number % 9, 120), new(RESCUES, place, each, 120 + 7 * number, 10))
    ]
    park = [new(code, PARK, each, 100 + 3 * number) for code in (VISITS, SALES) for number, each in enumerate(days)]
    world.readings(*lines, new(FIRMS, place, day(DAYS), 4), new(FLOATING, place, day(1), FEW), *park)


def day(back: int) -> str:
    """So many days ago in Beijing, as programs write it."""
    return str(_day(back))


def year_before(back: int) -> str:
    """The same day a year earlier; of a leap day the day before it."""
    day = _day(back)
    return str(day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day))


def _day(back: int) -> date:
    now: datetime = clock.now()
    return now.astimezone(BEIJING).date() - timedelta(days=back)
