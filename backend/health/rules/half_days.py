"""The day as the district counts it, in two halves: morning until noon, afternoon until midnight."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from backend.areas.rules.validity import BEIJING

Half = Literal["morning", "afternoon"]
HALVES: tuple[Half, ...] = ("morning", "afternoon")
NOON = time(12)


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    day: date
    #: 0 morning, 1 afternoon
    place: int

    @property
    def half(self) -> Half:
        return HALVES[self.place]

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.day, NOON if self.place else time(), BEIJING)

    @property
    def ends_at(self) -> datetime:
        return self.after(1).begins_at

    def after(self, halves: int) -> "HalfDay":
        days, place = divmod(self.place + halves, 2)
        return HalfDay(self.day + timedelta(days=days), place)


def half_day(at: datetime) -> HalfDay:
    here = at.astimezone(BEIJING)
    return HalfDay(here.date(), int(here.time() >= NOON))


def named(day: date, half: str) -> HalfDay:
    return HalfDay(day, HALVES.index(half))
