"""Tries the rule engine on JSONLogic cases of others; those with words that are frozen out are counted apart."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from backend.modules.rules.logic.evaluate import WORDS, evaluate

#: No case of others hangs on the day.
ANY_DAY = date(2026, 1, 1)


def tried(cases: Sequence[Any]) -> tuple[list[str], dict[str, int]]:
    """The cases that fail, and how many there were: rows of [rule, data, expected], or objects; texts are headings."""
    lines, left_out, passed = [], 0, 0
    for rule, data, expected in _rows(cases):
        if not _words(rule) <= WORDS:
            left_out += 1
            continue
        got = evaluate(rule, data, ANY_DAY)
        if _is_same(got, expected):
            passed += 1
        else:
            lines.append(f"✗ {rule} over {data}: {got!r}, not {expected!r}")
    return lines, {"jsonlogic_passed": passed, "jsonlogic_failed": len(lines), "jsonlogic_left_out": left_out}


def _rows(cases: Sequence[Any]) -> Iterator[tuple[Any, Any, Any]]:
    for case in cases:
        if isinstance(case, list):
            yield case[0], case[1], case[2]
        elif isinstance(case, dict):
            yield case["rule"], case.get("data"), case.get("result")


def _words(rule: Any) -> set[str]:
    if isinstance(rule, list):
        return {word for one in rule for word in _words(one)}
    if isinstance(rule, dict) and len(rule) == 1:
        return {*rule, *(word for one in rule.values() for word in _words(one))}
    return set()


def _is_same(got: Any, expected: Any) -> bool:
    """1 is 1.0, and never true."""
    if isinstance(got, bool) or isinstance(expected, bool):
        return got is expected
    if isinstance(got, list) and isinstance(expected, list):
        return len(got) == len(expected) and all(map(_is_same, got, expected))
    return bool(got == expected)
