"""Runs a module's own tests, and says which rules, tasks and indicators none of them is about."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from backend.modules.catalogue.fault import Fault
from backend.modules.catalogue.marks import Marked
from backend.modules.rules import forms, indicators, notices, spec, states, tasks
from backend.modules.rules.scope import NO_STATE, Entity, State, scope
from backend.modules.rules.spec import Spec


class Outcome(NamedTuple):
    """What came of a test's given and when; `then` says what of it is expected."""

    got: dict[str, Any]
    rule: str | None


class Result(NamedTuple):
    """One test: what it is about, and every expectation that did not come true."""

    title: str
    line: int
    failures: list[str]
    about: frozenset[tuple[str, str]]


def results(module: Marked) -> Iterator[Result]:
    for index, test in enumerate(module.value["tests"]):
        outcome = run(module.value, test)
        about: set[tuple[str, str]] = set()
        failures = []
        for key, expected in test["then"].items():
            about |= _about(key, expected, outcome, test["for"])
            if (got := _told(key, expected, outcome)) != expected:
                failures.append(f"{key} is {got}, not {expected}")
        yield Result(test["title"], module.line(("tests", index)), failures, frozenset(about))


def check(module: Marked) -> Iterator[Fault]:
    tried: set[tuple[str, str]] = set()
    for result in results(module):
        tried |= result.about
        for failure in result.failures:
            yield Fault(result.line, "module.test_failed", f"{result.title}: {failure}")
    for what, listed in _parts(module.value):
        for path, name in listed:
            if (what, name) not in tried:
                yield Fault(module.line(path), "module.untested", f"no test is about the {what} {name}")


def run(module: Spec, test: Spec) -> Outcome:
    today = date.fromisoformat(test["today"])
    limits = {**spec.limits(module), **test.get("limit", {})}
    if isinstance(test["given"], list):
        return _measured(module, test, today, limits)
    before = _entity(test, test["given"], today)
    refused: list[str] = []
    entity = before
    if "when" in test:
        filled = forms.fill_in(module, test["when"]["form"], before, test["when"]["data"], today, limits=limits)
        refused = sorted({fault.field for fault in filled.faults})
        entity = before if refused else before._replace(data=filled.data)
    verdict = states.decide(module, entity, today, limits)
    after = entity._replace(state=verdict.state)
    was, is_now = before.state.code, verdict.state.code
    told = notices.entered(module, entity.kind, was=was, is_now=is_now, seen=scope(module, after, today, limits))
    open_now = tasks.due(module, after, today, limits)
    got = {
        "rule": verdict.rule,
        "state": is_now,
        "why": verdict.why,
        "data": dict(entity.data),
        "refused": refused,
        "tasks": {task.id: task.due_on.isoformat() for task in open_now},
        "told": [one.id for one in told],
        "indicators": {},
    }
    return Outcome(got, verdict.rule)


def _measured(module: Spec, test: Spec, today: date, limits: dict[str, Any]) -> Outcome:
    figures = []
    for given in test["given"]:
        entity = _entity(test, given, today)
        entity = entity._replace(state=states.decide(module, entity, today, limits).state)
        figures.append(indicators.figures(module, entity, today, limits))
    got = {
        one["id"]: indicators.measure(one["kind"], [some[one["id"]] for some in figures if one["id"] in some])._asdict()
        for one in module.get("indicators", [])
    }
    return Outcome({"indicators": got}, None)


def _entity(test: Spec, given: Spec, today: date) -> Entity:
    was = given.get("state")
    state = State(was["code"], date.fromisoformat(was["since"])) if was else NO_STATE
    created_on = date.fromisoformat(given["created_on"]) if "created_on" in given else today
    return Entity(test["for"], given["data"], created_on, state)


def _told(key: str, expected: Any, outcome: Outcome) -> Any:
    """As much of what came as the test asks for; tasks, notifications and refusals are all of them or none."""
    got = outcome.got.get(key)
    if key in {"why", "data"}:
        return {name: (got or {}).get(name) for name in expected}
    if key == "indicators":
        return {name: {part: (got or {}).get(name, {}).get(part) for part in said} for name, said in expected.items()}
    if key == "told" and sorted(got or []) == sorted(expected):
        return expected
    return got


def _about(key: str, expected: Any, outcome: Outcome, kind: str) -> set[tuple[str, str]]:
    """A rule is of its kind: two kinds may each have one of that name."""
    if key in {"rule", "state", "why"} and outcome.rule is not None:
        return {("rule", f"{kind}.{outcome.rule}")}
    what = {"tasks": "task", "indicators": "indicator"}.get(key)
    return {(what, name) for name in expected} if what else set()


def _parts(module: Spec) -> Iterator[tuple[str, list[tuple[tuple[str | int, ...], str]]]]:
    yield (
        "rule",
        [
            (("rules", kind, index), f"{kind}.{rule['id']}")
            for kind, listed in module.get("rules", {}).items()
            for index, rule in enumerate(listed)
        ],
    )
    for what, part in (("task", "tasks"), ("indicator", "indicators")):
        yield what, [((part, index), one["id"]) for index, one in enumerate(module.get(part, []))]
