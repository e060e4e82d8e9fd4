"""One code seen twice within a minute: at one place it was scanned twice, at two places one of them was a copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Seen:
    id: UUID
    place_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    #: the same visit, told before
    repeats: UUID | None
    #: elsewhere at the same time
    double: UUID | None


def compared(new: Seen, others: Iterable[Seen], within: timedelta) -> Found:
    """The nearest of each kind; the order in which they arrive does not matter."""
    near = sorted(
        (one for one in others if abs(one.at - new.at) <= within), key=lambda one: (abs(one.at - new.at), one.id)
    )
    repeats = next((one.id for one in near if one.place_id == new.place_id), None)
    double = next((one.id for one in near if one.place_id != new.place_id), None)
    return Found(repeats, double)
