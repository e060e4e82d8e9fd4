"""Whether a plan is fit to be issued: what a schema cannot say about it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from backend.commands.rules import ladder
from backend.commands.rules.cap import LANGUAGES
from backend.commands.rules.plan_faults import Fault, fault
from backend.commands.rules.texts import DRILL, PARTS, TITLE_WIDTH, places, shown_width, widest, width

#: the texts of a plan by the verb that uses them
TEXTS = {"issue": "texts", "update": "texts", "cancel": "correction", "all_clear": "all_clear"}
KINDS = tuple(dict.fromkeys(TEXTS.values()))
#: characters of a label, an example, a name or a step
SHORT = 200


class Text(NamedTuple):
    """One of the texts that are sent, and where it stands."""

    kind: str
    language: str
    part: str
    text: str

    @property
    def path(self) -> str:
        return f"{self.kind}.{self.language}.{self.part}"


def faults(plan: Mapping[str, Any]) -> list[Fault]:
    """What is wrong; empty for a good plan. A draft may lack anything: what is there is judged."""
    of_words = [*_slot_faults(plan), *_unused(plan), *_repeated(plan), *_too_wide(plan), *_blank(plan), *_short(plan)]
    return [*of_words, *ladder.faults(plan)]


def texts(plan: Mapping[str, Any]) -> Iterator[Text]:
    """Every text that is sent; a draft may lack some."""
    for kind in KINDS:
        for language in LANGUAGES:
            for part in PARTS:
                text = plan.get(kind, {}).get(language, {}).get(part)
                if text is not None:
                    yield Text(kind, language, part, text)


def slots(plan: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    return ((no, slot) for no, slot in enumerate(plan.get("slots", [])) if "name" in slot)


def room(plan: Mapping[str, Any]) -> dict[str, int]:
    """Slot → how wide its words may be."""
    return {slot["name"]: slot.get("max_length", 0) for _, slot in slots(plan)}


def words(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every short text in a language, with its path: title, labels, examples, names, steps."""
    for path, both in _pairs(plan):
        for language in LANGUAGES:
            if language in both:
                yield f"{path}.{language}", both[language]


def _pairs(plan: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield "title", plan.get("title", {})
    for no, slot in enumerate(plan.get("slots", [])):
        for name in ("label", "example"):
            yield f"slots.{no}.{name}", slot.get(name, {})
    for no, point in enumerate(plan.get("assembly_points", [])):
        yield f"assembly_points.{no}.name", point.get("name", {})
    for role, steps in plan.get("checklist", {}).items():
        for no, step in enumerate(steps):
            yield f"checklist.{role}.{no}", step


def _slot_faults(plan: Mapping[str, Any]) -> Iterator[Fault]:
    known = set(room(plan))
    for text in texts(plan):
        for name in sorted(places(text.text) - known):
            yield fault(text.path, "slot_unknown", slot=name)


def _unused(plan: Mapping[str, Any]) -> Iterator[Fault]:
    used = set().union(*(places(text.text) for text in texts(plan)))
    for no, slot in slots(plan):
        if slot["name"] not in used:
            yield fault(f"slots.{no}.name", "slot_unused", slot=slot["name"])


def _repeated(plan: Mapping[str, Any]) -> Iterator[Fault]:
    seen: Counter[str] = Counter()
    for no, slot in slots(plan):
        seen[slot["name"]] += 1
        if seen[slot["name"]] == 2:
            yield fault(f"slots.{no}.name", "slot_repeated", slot=slot["name"])


def _too_wide(plan: Mapping[str, Any]) -> Iterator[Fault]:
    """With every slot at its longest, and as a drill, a headline still fits a notification."""
    rooms = room(plan)
    for text in texts(plan):
        wide = width(DRILL[text.language]) + widest(text.text, rooms)
        if text.part == "headline" and wide > TITLE_WIDTH:
            yield fault(text.path, "headline_too_wide", width=shown_width(wide), limit=TITLE_WIDTH)
    for language, title in plan.get("title", {}).items():
        if width(title) > TITLE_WIDTH:
            path = f"title.{language}"
            yield fault(path, "title_too_wide", width=shown_width(width(title)), limit=TITLE_WIDTH)


def _blank(plan: Mapping[str, Any]) -> Iterator[Fault]:
    for path, text in (*((text.path, text.text) for text in texts(plan)), *words(plan)):
        if not text.strip():
            yield fault(path, "required")


def _short(plan: Mapping[str, Any]) -> Iterator[Fault]:
    for path, text in words(plan):
        if len(text) > SHORT:
            yield fault(path, "too_long", limit=SHORT)
