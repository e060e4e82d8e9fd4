"""What a filled-in form makes of an entity: what was asked and shown is taken, checked and written over what was."""

import json
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, FormatChecker

from backend.modules.rules import signatures
from backend.modules.rules import spec as specs
from backend.modules.rules.logic.evaluate import evaluate, holds
from backend.modules.rules.scope import Entity, scope
from backend.modules.rules.spec import Spec


class Fault(NamedTuple):
    """What is wrong with a form: the field, and a code of the catalogue of refusals."""

    field: str
    code: str
    detail: str = ""


class Filled(NamedTuple):
    data: dict[str, Any]
    faults: list[Fault]


def fill_in(
    spec: Spec,
    form_id: str,
    entity: Entity,
    given: dict[str, Any],
    today: date,
    *,
    limits: dict[str, Any] | None = None,
) -> Filled:
    """Null takes a value back; what the form does not show is neither asked for nor taken; each time is signed anew."""
    form = spec["forms"][form_id]
    fields = spec["entities"][form["for"]]["fields"]
    asked = {widget["field"]: widget for widget in specs.widgets(form) if "field" in widget}
    faults = [Fault(name, "module.field_not_asked") for name in given if name not in asked]
    known = entity.data
    told = {name: value for name, value in given.items()
            if name in asked and not signatures.is_again(asked[name], value, known.get(name))}  # fmt: skip
    seen = scope(spec, entity._replace(data={**known, **told}), today, limits)
    shown = {name for name, widget in asked.items() if holds(widget.get("show_if", True), seen, today)}
    taken = {name: value for name, value in told.items() if name in shown}
    data = {**known, **taken}
    for name, widget in asked.items():
        # What another has signed before is nobody's signature now.
        value, field = (taken if widget["as"] == "signature" else data).get(name), fields[name]
        if name in shown and value is None:
            is_required = field.get("required") or holds(widget.get("require_if", False), seen, today)
            faults += [Fault(name, "module.field_required")] if is_required else []
        elif name in shown:
            faults += _wrong(widget, field, value)
    data |= {name: evaluate(rule, scope(spec, entity._replace(data=data), today, limits), today)
             for name, rule in form.get("sets", {}).items()}  # fmt: skip
    return Filled({name: value for name, value in data.items() if value is not None}, faults)


def _wrong(widget: Spec, field: Spec, value: Any) -> list[Fault]:
    """The schema of a signature is of its name; what was drawn has limits of its own."""
    name, drawn = widget["field"], signatures.faults(widget, value)
    against = unfit(field, signatures.named(widget, value))
    return [Fault(name, "module.field_unfit", detail) for detail in against] or [Fault(name, code) for code in drawn]


def unfit(field: Spec, value: Any) -> list[str]:
    """What speaks against the value, in the validator's words; the first of it is enough."""
    found = _validator(json.dumps(specs.json_schema(field))).iter_errors(value)
    return [one.message[:200] for one in found][:1]


@lru_cache(maxsize=1_000)
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema), format_checker=FormatChecker())
