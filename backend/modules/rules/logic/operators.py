"""The operators of the frozen subset that take their operands evaluated."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from itertools import pairwise
from typing import Any

from backend.modules.rules.logic import values
from backend.modules.rules.logic.days import day_of
from backend.modules.rules.logic.values import Number

NOTHING = object()
#: No list is longer than a number with so many digits.
LONGEST = 9


def look(path: Any, data: Any) -> Any:
    """What lies at a dotted path, or NOTHING."""
    if path in {None, ""}:
        return data
    for part in values.words(path).split("."):
        if isinstance(data, dict):
            data = data.get(part, NOTHING)
        elif isinstance(data, list):
            data = data[int(part)] if _is_place(part) and int(part) < len(data) else NOTHING
        else:
            return NOTHING
        if data is NOTHING:
            return NOTHING
    return data


def _is_place(part: str) -> bool:
    return part.isascii() and part.isdecimal() and len(part) <= LONGEST


def var(operands: list[Any], data: Any) -> Any:
    path, otherwise = [*operands, None, None][:2]
    if isinstance(path, list | dict):
        return otherwise
    found = look(path, data)
    return otherwise if found is NOTHING or found is None else found


def missing(operands: list[Any], data: Any) -> list[Any]:
    names = operands[0] if operands and isinstance(operands[0], list) else operands
    return [name for name in names if var([name], data) is None or var([name], data) == ""]


def missing_some(operands: list[Any], data: Any) -> list[Any]:
    enough, names = [*operands, None, None][:2]
    if not isinstance(names, list):
        return []
    absent = missing(names, data)
    return [] if len(names) - len(absent) >= (values.number(enough) or 0) else absent


def days_since(operands: list[Any], today: date) -> int | None:
    """Whole days from a date or a moment to today, as the district counts them; less than 0 for what is to come."""
    day = day_of(operands[0] if operands else None)
    return None if day is None else (today - day).days


def _numbers(operands: Sequence[Any]) -> list[Number] | None:
    """As a browser adds them up, which knows no other whole numbers."""
    made = [values.number(one) for one in operands]
    return None if None in made else [float(one) for one in made if one is not None]


def _folded(fold: Callable[[Number, Number], Number], start: Number | None = None) -> Callable[[list[Any]], Any]:
    def folded(operands: list[Any]) -> Number | None:
        numbers = _numbers(operands)
        if numbers is None or (start is None and not numbers):
            return None
        try:
            return values.tidy(reduce(fold, numbers) if start is None else reduce(fold, numbers, start))
        except (ZeroDivisionError, OverflowError, ValueError):
            return None

    return folded


def _minus(operands: list[Any]) -> Number | None:
    one: Number | None = _folded(lambda left, right: left - right)(operands)
    return values.tidy(-one) if one is not None and len(operands) == 1 else one


def _of_most(choose: Callable[[list[Number]], Number]) -> Callable[[list[Any]], Any]:
    """Of those that are numbers: a date that is missing is not the latest."""

    def most(operands: list[Any]) -> Number | None:
        numbers = [number for one in operands if (number := values.number(one)) is not None]
        return values.tidy(choose(numbers)) if numbers else None

    return most


def _ordered(fits: Callable[[int], bool]) -> Callable[[list[Any]], bool]:
    """Each operand against the next; with three it says that the second lies between."""

    def ordered(operands: list[Any]) -> bool:
        orders = [values.in_order(*pair) for pair in pairwise(operands)]
        return bool(orders) and all(order is not None and fits(order) for order in orders)

    return ordered


def _pair(judge: Callable[[Any, Any], bool], *, inverted: bool = False) -> Callable[[list[Any]], bool]:
    def judged(operands: list[Any]) -> bool:
        left, right = [*operands, None, None][:2]
        return judge(left, right) is not inverted

    return judged


def _within(operands: list[Any]) -> bool:
    what, where = [*operands, None, None][:2]
    if isinstance(where, str):
        return isinstance(what, str) and what in where
    return isinstance(where, list) and any(values.same(what, one) for one in where)


def _cut(operands: list[Any]) -> str:
    text, start, length = [*operands, None, None, None][:3]
    said, begin = values.words(text), int(values.number(start) or 0)
    rest = said[max(begin, -len(said)) :] if begin < 0 else said[begin:]
    return rest if length is None else rest[: int(values.number(length) or 0)]


def _length(operands: list[Any]) -> int | None:
    return len(operands[0]) if operands and isinstance(operands[0], list | str) else None


PLAIN: dict[str, Callable[[list[Any]], Any]] = {
    "==": _pair(values.alike),
    "!=": _pair(values.alike, inverted=True),
    "===": _pair(values.same),
    "!==": _pair(values.same, inverted=True),
    "!": lambda operands: not values.truth(operands[0] if operands else None),
    "!!": lambda operands: values.truth(operands[0] if operands else None),
    "<": _ordered(lambda order: order < 0),
    "<=": _ordered(lambda order: order <= 0),
    ">": _ordered(lambda order: order > 0),
    ">=": _ordered(lambda order: order >= 0),
    "+": _folded(lambda left, right: left + right, 0),
    "*": _folded(lambda left, right: left * right, 1),
    "-": _minus,
    "/": _folded(lambda left, right: left / right),
    "%": _folded(math.fmod),
    "max": _of_most(max),
    "min": _of_most(min),
    "cat": lambda operands: "".join(map(values.words, operands)),
    "substr": _cut,
    "in": _within,
    "merge": lambda operands: [item for one in operands for item in (one if isinstance(one, list) else [one])],
    "length": _length,
}
