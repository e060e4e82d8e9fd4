"""What a value is worth to an operator: true or not, which number, and whether two are alike."""

from typing import Any

Number = int | float
#: No figure of the field is larger, and what is no number is not smaller.
LARGEST = 1e300


def truth(value: Any) -> bool:
    """Empty lists and texts are false, as everywhere in JSONLogic; "0" and an object are true."""
    return True if isinstance(value, dict) else bool(value)


def number(value: Any) -> Number | None:
    """The number that a value is, or that a text says; None for everything else, also for null."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value if abs(value) < LARGEST else None
    if not isinstance(value, str) or not value.strip() or "_" in value:
        return None
    try:
        said = float(value)
    except ValueError:
        return None
    return tidy(said) if abs(said) < LARGEST else None


def tidy(value: Number | None) -> Number | None:
    """2.0 is 2, as JSON knows one kind of number; what is no number is null."""
    if value is None or not abs(value) < LARGEST:
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def same(left: Any, right: Any) -> bool:
    """As `===`: true is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def alike(left: Any, right: Any) -> bool:
    """As `==`: "1" is 1; null is nothing but null."""
    plain = (bool, int, float, str)
    if type(left) is type(right) or not (isinstance(left, plain) and isinstance(right, plain)):
        return same(left, right)
    return number(left) is not None and number(left) == number(right)


def in_order(left: Any, right: Any) -> int | None:
    """-1, 0 or 1; None where the two cannot be compared, as null with anything."""
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    first, second = number(left), number(right)
    return None if first is None or second is None else (first > second) - (first < second)


def words(value: Any) -> str:
    """How a value reads inside a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(map(words, value))
    return str(tidy(value)) if isinstance(value, int | float) else str(value)
