"""What a value is worth to an operator: true or not, which number, and whether two are alike."""

import re
from decimal import Decimal
from typing import Any

Number = int | float
#: No figure of the field is larger, and what is no number is not smaller.
LARGEST = 1e300
NUMBER = re.compile(r"[ \t\n\r]*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?[ \t\n\r]*")


def truth(value: Any) -> bool:
    """Empty lists and texts are false, as everywhere in JSONLogic; "0" and an object are true."""
    return True if isinstance(value, dict) else bool(value)


def number(value: Any) -> Number | None:
    """The number that a value is, or that a text says; None for everything else, also for null."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return tidy(value)
    return tidy(float(value)) if isinstance(value, str) and NUMBER.fullmatch(value) else None


def tidy(value: Number | None) -> Number | None:
    """2.0 is 2, as JSON knows one kind of number, and a browser no larger whole ones; what is no number is null."""
    if value is None or not abs(value) < LARGEST:
        return None
    said = float(value)
    return int(said) if said.is_integer() else said


def same(left: Any, right: Any) -> bool:
    """As `===`, inside of lists and objects as well: true is not 1."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return number(left) == number(right)
    return bool(left == right)


def alike(left: Any, right: Any) -> bool:
    """As `==`: "1" is 1; null is nothing but null."""
    if _kind(left) == _kind(right) or None in {_kind(left), _kind(right)}:
        return same(left, right)
    return number(left) is not None and number(left) == number(right)


def _kind(value: Any) -> str | None:
    """Of what may be alike though it is not the same."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else None


def in_order(left: Any, right: Any) -> int | None:
    """-1, 0 or 1; None where the two cannot be compared, as null with anything."""
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    first, second = number(left), number(right)
    return None if first is None or second is None else (first > second) - (first < second)


def words(value: Any) -> str:
    """How a value reads inside a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(map(words, value))
    if isinstance(value, int | float):
        return _plain(tidy(value))
    return value if isinstance(value, str) else ""


def _plain(value: Number | None) -> str:
    """1e-07 and 0.0000001 are one number: it is written out."""
    return "" if value is None else format(Decimal(repr(float(value))), "f").removesuffix(".0")
