"""A script: questions that lead to one another. What is wrong with one, before anybody is asked."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

YES_NO, CHOICE, NUMBER, TEXT, DATE = "yes_no", "choice", "number", "text", "date"
KINDS = (YES_NO, CHOICE, NUMBER, TEXT, DATE)
#: these lead on by what is chosen
BRANCHING = (YES_NO, CHOICE)
MOST_QUESTIONS, MOST_OPTIONS = 20, 9


class Fault(NamedTuple):
    """`where`: the question, or the script as a whole."""

    where: str
    code: str


def questions_of(content: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {question["id"]: question for question in content["questions"]}


def leads_to(question: Mapping[str, Any]) -> list[str | None]:
    """Every question that may come after it; none where it is the last."""
    if question["kind"] in BRANCHING:
        return [option["next"] for option in question["options"]]
    return [question["next"]]


def faults(content: Mapping[str, Any]) -> list[Fault]:
    """Of a script whose shape is right. Without a circle, and with every step known, each way comes to an end."""
    known = questions_of(content)
    found = list(_of_all(content, known))
    for question in content["questions"]:
        found += _of_one(question, known)
    if not found:
        found += _of_ways(content["start"], known)
    return found


def _of_all(content: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Fault]:
    if not 1 <= len(content["questions"]) <= MOST_QUESTIONS:
        yield Fault("", "questions")
    if len(known) < len(content["questions"]):
        yield Fault("", "repeated")
    if content["start"] not in known:
        yield Fault("", "start")
    yield from (Fault("", "words") for name in ("title", "intro", "thanks") if not _said(content[name]))


def _of_one(question: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Fault]:
    name, options = question["id"], question["options"]
    if not _said(question["text"]) or not all(_said(option["label"]) for option in options):
        yield Fault(name, "words")
    values = [option["value"] for option in options]
    if question["kind"] == YES_NO and sorted(values) != ["no", "yes"]:
        yield Fault(name, "yes_no")
    if question["kind"] == CHOICE and not (2 <= len(values) <= MOST_OPTIONS and len(set(values)) == len(values)):
        yield Fault(name, "options")
    if question["kind"] not in BRANCHING and options:
        yield Fault(name, "options")
    low, high = question["least"], question["most"]
    if low is not None and high is not None and low > high:
        yield Fault(name, "range")
    yield from (Fault(name, "next") for step in leads_to(question) if step is not None and step not in known)


def _of_ways(start: str, known: Mapping[str, Any]) -> Iterator[Fault]:
    reached: set[str] = set()
    done: set[str] = set()

    def has_circle(name: str, above: frozenset[str]) -> bool:
        reached.add(name)
        if name in above:
            return True
        if name in done:
            return False
        if any(has_circle(step, above | {name}) for step in leads_to(known[name]) if step is not None):
            return True
        done.add(name)
        return False

    if has_circle(start, frozenset()):
        yield Fault("", "circle")
        return
    yield from (Fault(name, "unreached") for name in known if name not in reached)


def _said(both: Mapping[str, str]) -> bool:
    return bool(both["zh"].strip() and both["en"].strip())
