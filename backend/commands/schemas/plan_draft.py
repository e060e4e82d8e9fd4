"""Everything wrong with a draft of a plan, of its shape and of its content, each with the field it is about."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError

from backend.commands.rules import plan_content, plan_warnings
from backend.commands.rules.plan_faults import Fault, fault
from backend.commands.schemas.plans import PlanFile

#: a draft with more is no draft
MOST_FAULTS = 200
#: how a complaint of the schema begins → its code
BEGINNINGS = {
    "Missing data": "required",
    "Field may not be null": "required",
    "Unknown field": "unknown_field",
    "Must be one of": "not_offered",
    "String does not match": "bad_code",
    "Longer than maximum": "too_many",
    "Must be": "out_of_range",
    "Length must be": "too_long",
}


def check(draft: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Faults keep a plan from being saved; warnings do not."""
    try:
        plan, faults = PlanFile().load(draft), []
    except ValidationError as error:
        plan, faults = error.valid_data, list(_of_shape(error.messages_dict, draft))
    told = {found.path for found in faults}
    faults += [found for found in plan_content.faults(plan) if found.path not in told]
    warnings = plan_warnings.warnings(plan)
    return {"faults": [found.shown() for found in faults[:MOST_FAULTS]], "warnings": [w.shown() for w in warnings]}


def _of_shape(messages: Mapping[Any, Any], draft: Any) -> Iterator[Fault]:
    for path, message in _leaves(messages, ()):
        yield _named(path, message, _at(draft, path))


def _leaves(messages: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    if not isinstance(messages, Mapping):
        yield path, str(messages[0] if isinstance(messages, list) else messages)
        return
    for key, below in messages.items():
        # What marshmallow puts between a key and its value, or in place of a field, is no part of the path.
        is_between = key == "_schema" or (path[:1] == ("checklist",) and key in {"key", "value"} and len(path) == 2)
        yield from _leaves(below, path if is_between else (*path, key))


def _named(path: tuple[Any, ...], message: str, value: Any) -> Fault:
    where = ".".join(map(str, path))
    code = next((code for beginning, code in BEGINNINGS.items() if message.startswith(beginning)), "malformed")
    if value == "":
        code = "required"
    if code == "bad_code" and path[-1] == "area_code":
        code = "bad_area_code"
    limit = message.rstrip(".").rpartition(" ")[2]
    return fault(where, code, **({"limit": limit} if code in {"too_long", "too_many"} else {}))


def _at(draft: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        if isinstance(draft, Mapping):
            draft = draft.get(key)
        elif isinstance(draft, list) and isinstance(key, int) and key < len(draft):
            draft = draft[key]
        else:
            return None
    return draft
