"""What an editor of a plan should know before he saves it, and may save all the same."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any, NamedTuple

from backend.commands.rules import duty_phone, ladder, quiet
from backend.commands.rules.cap import LANGUAGES
from backend.commands.rules.plan_content import KINDS, room, slots, texts
from backend.commands.rules.plan_faults import Fault, fault
from backend.commands.rules.texts import BODY_WIDTH, bare, places_in_turn, shown_width, widest, width


class Sms(NamedTuple):
    """How many characters one message takes, and each part of a longer one."""

    alone: int
    part: int


#: the alphabet of the old phones, and every other
GSM = Sms(160, 153)
UCS2 = Sms(70, 67)


def warnings(plan: Mapping[str, Any]) -> list[Fault]:
    of_words = [*_shortened(plan), *_long_messages(plan), *_examples(plan)]
    return [*of_words, *_nobody_to_reach(plan), *ladder.warnings(plan), *quiet.warnings(plan), *_no_checklist(plan)]


def segments(text: str, length: int) -> int:
    """Text messages that `length` characters like those of the text take."""
    kind = GSM if text.isascii() else UCS2
    return 1 if length <= kind.alone else ceil(length / kind.part)


def _shortened(plan: Mapping[str, Any]) -> Iterator[Fault]:
    rooms = room(plan)
    for text in texts(plan):
        wide = widest(text.text, rooms)
        if text.part == "summary" and wide > BODY_WIDTH:
            yield fault(text.path, "body_shortened", width=shown_width(wide), limit=BODY_WIDTH)


def _long_messages(plan: Mapping[str, Any]) -> Iterator[Fault]:
    rooms = room(plan)
    told = {(text.kind, text.language, text.part): text.text for text in texts(plan)}
    for kind in KINDS:
        for language in LANGUAGES:
            text = "\n".join(told.get((kind, language, part), "") for part in ("headline", "summary"))
            # Slots are measured in full-width characters: in English two letters go into one.
            each = 1 if language == "zh" else 2
            filled = sum(rooms.get(name, 0) for name in places_in_turn(text)) * each
            count = segments(text, len(bare(text)) + filled)
            if count > 1:
                yield fault(f"{kind}.{language}.summary", "sms_segments", segments=count)


def _examples(plan: Mapping[str, Any]) -> Iterator[Fault]:
    for no, slot in slots(plan):
        limit = slot.get("max_length", 0)
        for language, example in slot.get("example", {}).items():
            if limit and width(example) > limit:
                yield fault(f"slots.{no}.example.{language}", "example_too_wide", limit=limit)


def _nobody_to_reach(plan: Mapping[str, Any]) -> Iterator[Fault]:
    """Where to, in an evacuation; and whom to call."""
    if plan.get("evacuates") and not plan.get("assembly_points"):
        yield fault("assembly_points", "no_assembly_point")
    if duty_phone.SLOT not in room(plan):
        yield fault("slots", "no_phone", slot=duty_phone.SLOT)


def _no_checklist(plan: Mapping[str, Any]) -> Iterator[Fault]:
    for role in plan.get("roles", []):
        if not plan.get("checklist", {}).get(role):
            yield fault(f"checklist.{role}", "no_checklist", role=role)
