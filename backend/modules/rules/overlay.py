"""What a street adds to the district's template: its own limits and fields, as a difference that can be read."""

import copy
from typing import Any, NamedTuple

from backend.modules.rules.spec import Spec

#: A street's own fields begin like this: a later version of the template never has one by the same name.
OWN = "own_"


class Fault(NamedTuple):
    where: str
    code: str


def laid_over(spec: Spec, adjustment: Spec) -> dict[str, Any]:
    """The module as the street has it."""
    made = copy.deepcopy(dict(spec))
    for name, value in adjustment.get("limits", {}).items():
        if name in made.get("limits", {}):
            made["limits"][name]["value"] = value
    for kind, fields in adjustment.get("fields", {}).items():
        if kind in made["entities"]:
            made["entities"][kind]["fields"] |= fields
            _ask(made, kind, fields)
    return made


def merged(above: Spec, own: Spec) -> dict[str, Any]:
    """A street's over the district's: its limits count, its fields come beside those from above."""
    kinds = dict.fromkeys((*above.get("fields", {}), *own.get("fields", {})))
    made = {
        "limits": {**above.get("limits", {}), **own.get("limits", {})},
        "fields": {kind: {**above.get("fields", {}).get(kind, {}), **own.get("fields", {}).get(kind, {})}
                   for kind in kinds},
    }  # fmt: skip
    return {part: said for part, said in made.items() if said}


def taken(above: Spec, own: Spec) -> list[Fault]:
    """Own fields by a name that a place above uses for another one: its figures would mix two things."""
    return [
        Fault(f"fields.{kind}.{name}", "module.own_taken")
        for kind, fields in own.get("fields", {}).items()
        for name, field in fields.items()
        if above.get("fields", {}).get(kind, {}).get(name, field) != field
    ]


def _ask(made: dict[str, Any], kind: str, fields: Spec) -> None:
    """Every form of the entity asks for them on its last page."""
    for form in made["forms"].values():
        if form["for"] == kind:
            asked = [{"field": name, "as": field["widget"]} for name, field in fields.items()]
            form["pages"][-1] = {**form["pages"][-1], "widgets": [*form["pages"][-1]["widgets"], *asked]}


def faults(spec: Spec, adjustment: Spec) -> list[Fault]:
    """What is wrong with an adjustment, beside its shape."""
    return _of_limits(spec, adjustment.get("limits", {})) + [
        fault for kind, fields in adjustment.get("fields", {}).items() for fault in _of_fields(spec, kind, fields)
    ]


def _of_limits(spec: Spec, limits: Spec) -> list[Fault]:
    known, found = spec.get("limits", {}), []
    for name, value in limits.items():
        if name not in known:
            found.append(Fault(f"limits.{name}", "module.unknown_limit"))
        elif not known[name]["min"] <= value <= known[name]["max"]:
            found.append(Fault(f"limits.{name}", "module.limit_out_of_bounds"))
    return found


def _of_fields(spec: Spec, kind: str, fields: Spec) -> list[Fault]:
    if kind not in spec["entities"]:
        return [Fault(f"fields.{kind}", "module.unknown_entity")]
    return [Fault(f"fields.{kind}.{name}", "module.own_name") for name in fields if not name.startswith(OWN)]


def lines(spec: Spec, adjustment: Spec) -> list[str]:
    """The difference, for people: what a street has made of the template."""
    said = [
        f"~ limits.{name}: {spec['limits'][name]['value']} → {value}"
        for name, value in adjustment.get("limits", {}).items()
        if name in spec.get("limits", {}) and spec["limits"][name]["value"] != value
    ]
    return said + [
        f"+ {kind}.{name}: {field['label']['zh']} / {field['label']['en']}"
        for kind, fields in adjustment.get("fields", {}).items()
        for name, field in fields.items()
    ]
