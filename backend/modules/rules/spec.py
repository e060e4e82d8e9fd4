"""A module as it was read: a plain dictionary in the published shape, and the few questions everybody asks of it."""

from collections.abc import Iterator, Mapping
from typing import Any

Spec = Mapping[str, Any]
Row = Mapping[str, Any]

#: what every rule sees beside the entity's own fields and values
RESERVED = ("today", "created_on", "state", "limit", "task")


def json_schema(field: Spec) -> dict[str, Any]:
    """The JSON Schema of a field; a list has the fields of its items."""
    own = dict(field["schema"])
    if "items" in field:
        inner = field["items"]
        own["items"] = {
            "type": "object",
            "properties": {name: json_schema(one) for name, one in inner.items()},
            "required": [name for name, one in inner.items() if one.get("required")],
            "additionalProperties": False,
        }
    return own


def limits(spec: Spec) -> dict[str, Any]:
    return {name: limit["value"] for name, limit in spec.get("limits", {}).items()}


def widgets(form: Spec) -> Iterator[Spec]:
    for page in form["pages"]:
        yield from page["widgets"]


def of_entity(spec: Spec, kind: str, what: str) -> list[Spec]:
    """The tasks, indicators or notifications that are about one kind of entity."""
    return [one for one in spec.get(what, []) if one["for"] == kind]


def label(spec: Spec, kind: str, data: Row) -> str:
    """How an entity is called in a list."""
    said = str(data.get(spec["entities"][kind]["label"]) or "")
    # What was signed is called by its name, not by what a finger drew.
    return said.partition("\n")[0]


def personal(spec: Spec, kind: str) -> set[str]:
    """The fields that say something about somebody."""
    fields = spec["entities"][kind]["fields"]
    return {name for name, field in fields.items() if is_personal(field)}


def is_personal(field: Spec) -> bool:
    return field["personal"] != "none" or any(is_personal(one) for one in field.get("items", {}).values())
