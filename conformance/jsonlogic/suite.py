"""JSONLogic: what its core cases expect, beside what rules of modules say on the server and in the browser."""

from datetime import date
from pathlib import Path
from typing import Any

from backend.modules.rules.logic.evaluate import WORDS, evaluate
from conformance.hcert.suite import Found
from conformance.jsonlogic import cases, client
from conformance.jsonlogic.cases import Case
from conformance.outcomes import Outcome

TITLE = "JSONLogic"
STEPS = ("VALUE",)
#: No case of others hangs on the day.
ANY_DAY = date(2026, 1, 1)


def run(folder: Path, *, with_client: bool) -> Found | None:
    """None where there are no such cases. Those with words that are frozen out are counted apart (ADR 19)."""
    some = cases.in_folder(folder)
    if not some:
        return None
    frozen = [one for one in some if not words(one.rule) <= WORDS]
    outcomes = [_outcome(one) for one in some if words(one.rule) <= WORDS]
    left_out = sorted({word for one in frozen for word in words(one.rule) - WORDS})
    notes = (
        [f"{len(frozen)} cases use words that rules of modules do not have: {', '.join(left_out)}."] if frozen else []
    )
    if not (with_client and client.is_installed()):
        return Found(outcomes, [*notes, "Without the client (make install): the browser's rules were not asked."], "")
    known = [one for one in some if words(one.rule) <= WORDS]
    apart = client.difference([_asked(one) for one in known])
    told = [] if apart else [f"The browser's rules say the same of all {len(known):,}."]
    return Found(outcomes, [*notes, *told], apart)


def _asked(case: Case) -> dict[str, Any]:
    value = evaluate(case.rule, case.data, ANY_DAY)
    return {"rule": case.rule, "data": case.data, "today": ANY_DAY.isoformat(), "value": value}


def _outcome(case: Case) -> Outcome:
    got = evaluate(case.rule, case.data, ANY_DAY)
    agrees = is_same(got, case.expected)
    said = "" if agrees else f"{case.rule} over {case.data}: {got!r}, not {case.expected!r}"
    return Outcome(case.vector, "VALUE", expected=True, found=agrees, said=said)


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
