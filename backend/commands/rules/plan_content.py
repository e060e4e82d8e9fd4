"""Whether a plan is fit to be issued: what a schema cannot say about it."""

from collections.abc import Iterator, Mapping
from typing import Any

from backend.commands.rules.cap import LANGUAGES
from backend.commands.rules.texts import DRILL, PARTS, TITLE_WIDTH, places, width

#: the texts of a plan by the verb that uses them
TEXTS = {"issue": "texts", "update": "texts", "cancel": "correction", "all_clear": "all_clear"}


def faults(plan: Mapping[str, Any]) -> list[str]:
    """What is wrong, in words; empty for a good plan."""
    return [*_slot_faults(plan), *_unused(plan), *_repeated(plan), *_too_long(plan)]


def _slot_faults(plan: Mapping[str, Any]) -> Iterator[str]:
    known = {slot["name"] for slot in plan["slots"]}
    for where, text in _texts(plan):
        for name in sorted(places(text) - known):
            yield f"{where} names the slot {name}, which the plan does not have"


def _unused(plan: Mapping[str, Any]) -> Iterator[str]:
    used = set().union(*(places(text) for _, text in _texts(plan)))
    for slot in plan["slots"]:
        if slot["name"] not in used:
            yield f"no text uses the slot {slot['name']}"


def _repeated(plan: Mapping[str, Any]) -> Iterator[str]:
    names = [slot["name"] for slot in plan["slots"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"the slot {name} is there twice"


def _too_long(plan: Mapping[str, Any]) -> Iterator[str]:
    """With every slot at its longest, and as a drill, a headline still fits a notification."""
    room = {slot["name"]: slot["max_length"] for slot in plan["slots"]}
    for where, text in _texts(plan):
        language, part = where.split(".")[1:]
        if part == "headline":
            slots = places(text)
            bare = DRILL[language] + _without_slots(text)
            if width(bare) + sum(room.get(name, 0) for name in slots) > TITLE_WIDTH:
                yield f"{where} may be wider than {TITLE_WIDTH} full-width characters"


def _without_slots(text: str) -> str:
    for name in places(text):
        text = text.replace(f"{{{name}}}", "")
    return text


def _texts(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind in dict.fromkeys(TEXTS.values()):
        for language in LANGUAGES:
            for part in PARTS:
                yield f"{kind}.{language}.{part}", plan[kind][language][part]
