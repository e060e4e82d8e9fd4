"""What the lives of the demo's module rows are told with: one seed for each module, days counted back from today."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

import numpy as np

from backend.demo.names import names
from backend.demo.people import PHONE_COUNT, PHONES, SEED

T = TypeVar("T")
Data = dict[str, Any]
#: More than any module asks for.
NAMES = 2_000


class Filled(NamedTuple):
    """A form, so many days ago, by whoever holds the role nearest above the place."""

    ago: int
    form: str
    data: Data
    by: str = "grid_worker"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a row lies."""

    code: str
    path: str
    street: str
    community: str
    lng: float
    lat: float

    @property
    def position(self) -> Data:
        return {"lng_wgs84": self.lng, "lat_wgs84": self.lat, "accuracy_m": 8.0}


Tell = Callable[["Dice", Ground, int], list[Filled]]


@dataclass(frozen=True, slots=True)
class Told:
    """How many of a module there are, how many of them in the two grids whose workers can sign in, and their lives."""

    module: str
    count: int
    at_home: tuple[int, int]
    tell: Tell


@dataclass(slots=True)
class Dice:
    """The same throws every time."""

    module: str
    today: date
    random: np.random.Generator = field(init=False)
    spoken: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self.random = np.random.default_rng([SEED, *self.module.encode()])
        self.spoken = names(self.random, NAMES)

    def day(self, ago: int) -> str:
        """Negative for what is to come."""
        return (self.today - timedelta(days=ago)).isoformat()

    def between(self, least: int, most: int) -> int:
        return int(self.random.integers(least, most + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[self.between(0, len(options) - 1)]

    def name(self) -> str:
        return next(self.spoken)

    def phone(self) -> str:
        return PHONES.format(self.between(0, PHONE_COUNT - 1))


def fate_of(number: int, first: Sequence[str], later: Sequence[str]) -> str:
    """The first rows lie where somebody can sign in, and show everything; the district beyond is quieter."""
    return first[number] if number < len(first) else later[number % len(later)]


def home(dice: Dice, ground: Ground) -> str:
    """A house and a room of the community."""
    return (
        f"{ground.community}{dice.between(1, 28)}幢{dice.between(1, 4)}单元{dice.between(1, 7)}0{dice.between(1, 4)}室"
    )


def shop(dice: Dice, ground: Ground) -> str:
    return f"{ground.community}{dice.between(1, 180)}号"
