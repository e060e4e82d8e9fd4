"""What an indicator is: its words, its period, where it begins, how it adds up, and what would be good."""

from dataclasses import dataclass
from decimal import Decimal

from backend.areas.rules import levels

REAL_TIME, DAY, WEEK, MONTH, QUARTER, YEAR = PERIODS = ("RT", "D", "W", "M", "Q", "Y")
CATEGORIES = ("EC", "PO", "CU", "SO", "EN")
#: sum: parts are added; ratio, mean: by their two numbers, never of each other; none: only what is said of the place
ROLL_UPS = ("sum", "ratio", "mean", "none")
#: last: the last figure stands for the whole time
OVER_TIME = ("sum", "ratio", "mean", "last")
DIRECTIONS = ("up", "down", "info", "band")
#: the smallest area that has a figure of its own; communities and parks stand side by side, and a park's own
#: indicators have no community
TIERS: dict[str, tuple[str, ...]] = {
    levels.DISTRICT: (levels.DISTRICT,),
    levels.STREET: (levels.DISTRICT, levels.STREET),
    levels.PARK: (levels.DISTRICT, levels.STREET, levels.PARK),
    levels.COMMUNITY: (levels.DISTRICT, levels.STREET, levels.COMMUNITY, levels.PARK),
    levels.GRID: levels.LEVELS,
}


@dataclass(frozen=True, slots=True)
class Words:
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Goal:
    """Between the two is good; None: no limit on that side."""

    at_least: Decimal | None
    at_most: Decimal | None

    def met_by(self, value: Decimal) -> bool:
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    @property
    def figure(self) -> Decimal | None:
        """The one limit; None where there are two."""
        return None if self.is_band else self.at_least if self.at_least is not None else self.at_most

    @property
    def is_band(self) -> bool:
        return self.at_least is not None and self.at_most is not None


@dataclass(frozen=True, slots=True)
class Definition:
    id: str
    category: str
    title: Words
    unit: Words
    department: Words
    period: str
    direction: str
    lowest: str
    roll_up: str
    over_time: str
    decimals: int
    #: made of a numerator and a denominator, so many times their quotient; None: a number by itself
    scale: int | None
    #: it counts people: few of them are not shown
    is_people: bool
    #: which figures of our own it is worked out of; None: somebody sends it
    computed: str | None
    goal: Goal | None

    def is_had_by(self, level: str) -> bool:
        return level in TIERS[self.lowest]

    @property
    def ranks_higher_first(self) -> bool | None:
        """None: neither more nor less is better, so nobody is first."""
        return {"up": True, "down": False}.get(self.direction)
