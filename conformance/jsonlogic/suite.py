"""JSONLogic: what its core cases expect, beside what rules of modules say on the server and in the browser."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from backend.modules.rules.logic.evaluate import WORDS, evaluate
from conformance.hcert.suite import Found
from conformance.jsonlogic import cases, client
from conformance.jsonlogic.cases import Case
from conformance.outcomes import Outcome

NAME = "jsonlogic"
TITLE = "JSONLogic"
#: the two engines
STEPS = ("SERVER", "BROWSER")
#: No case of others hangs on the day.
ANY_DAY = date(2026, 1, 1)


def run(folder: Path, *, with_client: bool) -> Found | None:
    """None where there are no such cases. The browser's engine is held against the server's, value by value."""
    some = cases.in_folder(folder)
    if not some:
        return None
    notes = _frozen(some)
    if not (with_client and client.is_installed()):
        notes.append("Without the client (make install): the browser's rules were not asked.")
        return Found(_outcomes(some, "SERVER"), notes, "")
    apart = client.difference([_asked(one) for one in some])
    if apart:
        return Found(_outcomes(some, "SERVER"), notes, apart)
    notes.append(f"The browser's rules say the same of all {len(some):,}.")
    return Found([*_outcomes(some, "SERVER"), *_outcomes(some, "BROWSER")], notes, "")


def _frozen(some: Sequence[Case]) -> list[str]:
    """Rules of modules have no other words (ADR 19): each such case is different, and explained."""
    unknown = [words(one.rule) - WORDS for one in some]
    named = sorted({word for each in unknown for word in each})
    count = sum(bool(each) for each in unknown)
    return [f"{count} cases use words that rules of modules do not have: {', '.join(named)}."] if count else []


def _asked(case: Case) -> dict[str, Any]:
    value = evaluate(case.rule, case.data, ANY_DAY)
    return {"rule": case.rule, "data": case.data, "today": ANY_DAY.isoformat(), "value": value}


def _outcomes(some: Sequence[Case], step: str) -> list[Outcome]:
    return [_outcome(one, step) for one in some]


def _outcome(case: Case, step: str) -> Outcome:
    got = evaluate(case.rule, case.data, ANY_DAY)
    agrees = is_same(got, case.expected)
    said = "" if agrees else f"{case.rule} over {case.data}: {got!r}, not {case.expected!r}"
    return Outcome(case.vector, step, expected=True, found=agrees, said=said)


def words(rule: Any) -> set[str]:
    if isinstance(rule, list):
        return {word for one in rule for word in words(one)}
    if isinstance(rule, dict) and len(rule) == 1:
        return {*rule, *(word for one in rule.values() for word in words(one))}
    return set()


def is_same(got: Any, expected: Any) -> bool:
    """1 is 1.0, and never true."""
    if isinstance(got, bool) or isinstance(expected, bool):
        return got is expected
    if isinstance(got, list) and isinstance(expected, list):
        return len(got) == len(expected) and all(map(is_same, got, expected))
    return bool(got == expected)
