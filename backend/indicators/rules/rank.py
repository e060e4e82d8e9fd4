"""Who is first among peers: equal figures share a place, and the next place counts them all (1, 2, 2, 4)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple


class Place(NamedTuple):
    place: int
    #: so many have a figure
    of: int
    #: so many others share the place
    ties: int


def placed(values: Mapping[str, Decimal | None], *, higher_first: bool) -> dict[str, Place]:
    """Key → its place; who has no figure has none."""
    known = {key: value for key, value in values.items() if value is not None}
    return {key: _place(value, list(known.values()), higher_first=higher_first) for key, value in known.items()}


def _place(value: Decimal, among: list[Decimal], *, higher_first: bool) -> Place:
    better = sum(other > value if higher_first else other < value for other in among)
    return Place(better + 1, len(among), among.count(value) - 1)
