"""Walking through a script by answers: which questions were asked, what is abnormal, what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.paging.rules import script

MOST_LETTERS = 300


@dataclass(slots=True)
class Walk:
    """`next`: the question that waits for an answer; none at an end. `wrong`: an answer that cannot be."""

    answered: dict[str, Any] = field(default_factory=dict)
    abnormal: set[str] = field(default_factory=set)
    next: str | None = None
    wrong: str | None = None


def walk(content: Mapping[str, Any], answers: Mapping[str, Any]) -> Walk:
    """Along the way of these answers; what was answered beside the way is let fall."""
    known, gone = script.questions_of(content), Walk(next=content["start"])
    while gone.next is not None and gone.next in answers:
        question = known[gone.next]
        value = taken(question, answers[gone.next])
        if value is None:
            gone.wrong = question["id"]
            return gone
        gone.answered[question["id"]] = value
        if is_abnormal(question, value):
            gone.abnormal.add(question["id"])
        gone.next = _after(question, value)
    return gone


def taken(question: Mapping[str, Any], value: Any) -> Any:
    """The answer as it is kept; None where it is none."""
    kind = question["kind"]
    if kind in script.BRANCHING:
        return value if isinstance(value, str) and value in [one["value"] for one in question["options"]] else None
    if kind == script.NUMBER:
        return value if _is_number(value) and _within(question, value) else None
    if not isinstance(value, str):
        return None
    if kind == script.DATE:
        return _day(value)
    words = value.strip()
    return words if 0 < len(words) <= MOST_LETTERS else None


def is_abnormal(question: Mapping[str, Any], value: Any) -> bool:
    if question["kind"] in script.BRANCHING:
        return any(option["abnormal"] for option in question["options"] if option["value"] == value)
    if question["kind"] == script.NUMBER:
        above, below = question["abnormal_above"], question["abnormal_below"]
        return (above is not None and value > above) or (below is not None and value < below)
    return bool(question["abnormal"])


def _after(question: Mapping[str, Any], value: Any) -> str | None:
    if question["kind"] in script.BRANCHING:
        options = question["options"]
        following: str | None = next(option["next"] for option in options if option["value"] == value)
    else:
        following = question["next"]
    return following


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _within(question: Mapping[str, Any], value: float) -> bool:
    least, most = question["least"], question["most"]
    return (least is None or value >= least) and (most is None or value <= most)


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None
