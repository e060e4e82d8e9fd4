"""Of few people one could tell who they are: which figures are not shown to whom."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

from backend.indicators.rules.figures import Figure

FEWEST = 10

Key = TypeVar("Key", bound=Hashable)


def is_few(figure: Figure) -> bool:
    """Does it count 1 to 9 people, or all but so few?"""
    if figure.denominator is None:
        return _few(figure.value)
    counted = figure.numerator or Decimal(0)
    return _few(counted) or _few(figure.denominator - counted) or _few(figure.denominator)


def hidden(siblings: Mapping[Key, Figure]) -> set[Key]:
    """Which parts of a whole: one alone could be worked out from the whole and the others, so another goes with it."""
    few = {key for key, figure in siblings.items() if is_few(figure)}
    if len(few) == 1:
        others = [key for key, figure in siblings.items() if key not in few and _size(figure)]
        few |= set(sorted(others, key=lambda key: (_size(siblings[key]), str(key)))[:1])
    return few


def _few(count: Decimal | None) -> bool:
    return count is not None and 0 < count < FEWEST


def _size(figure: Figure) -> Decimal:
    return (figure.value if figure.denominator is None else figure.numerator) or Decimal(0)
