"""A reading as it comes, and as it is kept."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from backend.indicators.rules.figures import Figure

#: the source of what was made of parts
ROLL_UP = "roll_up"


class Key(NamedTuple):
    area_code: str
    indicator: str
    starts_at: datetime


class New(NamedTuple):
    indicator: str
    area_code: str
    starts_at: datetime
    figure: Figure
    source: str
    taken_at: datetime
    is_demo: bool = False
    parts_in: int | None = None
    parts_of: int | None = None

    @property
    def key(self) -> Key:
        return Key(self.area_code, self.indicator, self.starts_at)

    @property
    def parts(self) -> tuple[int | None, int | None]:
        return self.parts_in, self.parts_of


class Row(NamedTuple):
    """In the order of the columns that are selected."""

    area_code: str
    indicator: str
    starts_at: datetime
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    source: str
    taken_at: datetime
    received_at: datetime
    is_demo: bool
    revision: int
    parts_in: int | None
    parts_of: int | None

    @property
    def key(self) -> Key:
        return Key(self.area_code, self.indicator, self.starts_at)

    @property
    def figure(self) -> Figure:
        return Figure(self.value, self.numerator, self.denominator)

    @property
    def parts(self) -> tuple[int | None, int | None]:
        return self.parts_in, self.parts_of
