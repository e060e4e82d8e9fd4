"""Exact numbers: how a quotient is made, how parts make a whole, and whether two say the same."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

#: As kept: far more places than anybody shows, so that the same two numbers always make the same quotient.
KEPT = Decimal("0.000001")
#: Larger ones are slips of the keyboard, and would not fit where they are kept.
MOST = Decimal(10) ** 18


class Figure(NamedTuple):
    """A value that is null where there is nothing to take it of: never 0, never 100 %."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def number(value: Decimal | None) -> Figure:
    return Figure(None if value is None else kept(value))


def quotient(numerator: Decimal, denominator: Decimal, scale: int) -> Figure:
    value = kept(scale * numerator / denominator) if denominator else None
    return Figure(value, kept(numerator), kept(denominator))


def made(scale: int | None, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None) -> Figure:
    """Of what was sent: a quotient is always worked out of its two numbers, whatever else is said."""
    if scale is None:
        return number(value)
    assert numerator is not None
    assert denominator is not None
    return quotient(numerator, denominator, scale)


def rolled_up(scale: int | None, parts: Iterable[Figure]) -> Figure:
    """Values are added, quotients by their two numbers; of parts that say nothing, nothing."""
    known = list(parts)
    if scale is None:
        values = [part.value for part in known if part.value is not None]
        return number(sum(values, Decimal(0)) if values else None)
    numerators = [part.numerator for part in known if part.numerator is not None]
    denominators = [part.denominator for part in known if part.denominator is not None]
    return quotient(sum(numerators, Decimal(0)), sum(denominators, Decimal(0)), scale)


def kept(value: Decimal) -> Decimal:
    """To the kept places, without an exponent: so that equal figures are also written equally."""
    return value.quantize(KEPT, ROUND_HALF_EVEN)


def shown(value: Decimal | None, decimals: int) -> float | None:
    return None if value is None else float(round(value, decimals))
