"""Evaluates the frozen subset of JSONLogic: no `reduce`, two words more (`length`, `days_since`), and never an error.

What cannot be said is null: arithmetic with null, a maximum of nothing, a date that is none. Comparing with null is
false, so that a gap in the data never fulfils a rule by itself (docs/adr/0019).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from backend.modules.rules.logic import operators
from backend.modules.rules.logic.values import truth

Rule = Any
Each = Callable[[list[Any], Callable[[Any], Any]], Any]


def evaluate(rule: Rule, data: Any, today: date) -> Any:
    """The rule's value over the data; `today` is what `days_since` counts to."""
    if isinstance(rule, list):
        return [evaluate(one, data, today) for one in rule]
    if not isinstance(rule, dict) or len(rule) != 1:
        return rule
    name, given = next(iter(rule.items()))
    if name in LAZY:
        return LAZY[name](given if isinstance(given, list) else [given], data, today)
    if name in EACH:
        return _each(EACH[name], given, data, today)
    return _applied(name, _operands(name, given, data, today), data, today) if name in WORDS else rule


def _applied(name: str, operands: list[Any], data: Any, today: date) -> Any:
    if name in LOOKS:
        return LOOKS[name](operands, data)
    return operators.days_since(operands, today) if name == "days_since" else operators.PLAIN[name](operands)


def holds(rule: Rule, data: Any, today: date) -> bool:
    return truth(evaluate(rule, data, today))


def _operands(name: str, given: Any, data: Any, today: date) -> list[Any]:
    if isinstance(given, list):
        return [evaluate(one, data, today) for one in given]
    made = evaluate(given, data, today)
    return made if isinstance(made, list) and name in SPREAD else [made]


def _each(word: Each, given: Any, data: Any, today: date) -> Any:
    source, test = [*(given if isinstance(given, list) else [given]), None, None][:2]
    items = evaluate(source, data, today)
    return word(items if isinstance(items, list) else [], lambda item: evaluate(test, item, today))


def _if(given: list[Any], data: Any, today: date) -> Any:
    for index in range(0, len(given) - 1, 2):
        if holds(given[index], data, today):
            return evaluate(given[index + 1], data, today)
    return evaluate(given[-1], data, today) if len(given) % 2 else None


def _and(given: list[Any], data: Any, today: date) -> Any:
    last: Any = None
    for one in given:
        last = evaluate(one, data, today)
        if not truth(last):
            break
    return last


def _or(given: list[Any], data: Any, today: date) -> Any:
    last: Any = None
    for one in given:
        last = evaluate(one, data, today)
        if truth(last):
            break
    return last


LAZY: dict[str, Callable[[list[Any], Any, date], Any]] = {"if": _if, "?:": _if, "and": _and, "or": _or}
#: what looks at each item of a list in turn; the item is all that the inner rule sees
EACH: dict[str, Each] = {
    "map": lambda items, of: [of(item) for item in items],
    "filter": lambda items, of: [item for item in items if truth(of(item))],
    "all": lambda items, of: bool(items) and all(truth(of(item)) for item in items),
    "none": lambda items, of: not any(truth(of(item)) for item in items),
    "some": lambda items, of: any(truth(of(item)) for item in items),
}
LOOKS: dict[str, Callable[[list[Any], Any], Any]] = {
    "var": operators.var,
    "missing": operators.missing,
    "missing_some": operators.missing_some,
}
#: what takes a list that comes out of another operator for its operands: the sum of a list, the latest of some dates
SPREAD = frozenset({"+", "*", "max", "min", "cat"})
#: every word there is; a rule with another one is refused before it is ever evaluated
WORDS = frozenset({*LAZY, *EACH, *LOOKS, *operators.PLAIN, "days_since"})
