"""What an order takes over from a case: its place, its plan, and a word on where it came from."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.commands.rules.texts import shortened

KIND = "incident"
#: metres, where the plan's example names no other
RADIUS_M = 100


def cause_of(incident_id: UUID) -> str:
    return f"{KIND}:{incident_id}"


def incident_of(cause: str | None) -> UUID | None:
    """The case that an order came of, if it came of one."""
    kind, _, told = (cause or "").partition(":")
    if kind != KIND:
        return None
    try:
        return UUID(told)
    except ValueError:
        return None


def slots(asked: Sequence[Mapping[str, Any]], known: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The plan's slots that are known of a case, no longer than the plan lets them be."""
    return {
        slot["name"]: {language: shortened(text, slot["max_length"]) for language, text in known[slot["name"]].items()}
        for slot in asked
        if slot["name"] in known
    }


def radius_of(asked: Sequence[Mapping[str, Any]]) -> int | None:
    """As the plan's own example has it; None where the plan asks for none."""
    found = next((slot for slot in asked if slot["name"] == "radius"), None)
    if found is None:
        return None
    digits = "".join(character for character in found["example"]["zh"] if character.isdecimal())
    return int(digits) if digits else RADIUS_M
