"""How data of an older version of a module becomes data of the present one: its steps, in the order of the file."""

from datetime import date
from typing import Any

from backend.modules.rules.forms import unfit
from backend.modules.rules.logic.evaluate import evaluate
from backend.modules.rules.spec import Row, Spec


def can_read(spec: Spec, version: int) -> bool:
    return version == spec["version"] or version in spec.get("accepts", [])


def brought_up(spec: Spec, kind: str, data: Row, *, version: int, today: date) -> dict[str, Any]:
    """The data as the present version knows it; a field that a step does not touch stays as it is."""
    made = dict(data)
    for migration in sorted(spec.get("migrations", []), key=lambda one: int(one["to"])):
        if migration["to"] > version:
            for step in migration["steps"]:
                if step["entity"] == kind:
                    _take(step, made, today)
    return made


def _take(step: Spec, data: dict[str, Any], today: date) -> None:
    name = step["field"]
    if step["do"] == "rename" and name in data:
        data[step["becomes"]] = data.pop(name)
    elif step["do"] == "drop":
        data.pop(name, None)
    elif step["do"] == "set":
        value = evaluate(step["value"], data, today)
        if value is not None:
            data[name] = value
    elif step["do"] == "map" and data.get(name) is not None:
        data[name] = step["values"].get(str(data[name]), data[name])


def left_over(spec: Spec, kind: str, data: Row) -> dict[str, str]:
    """Field → what the present version says against it: what a dry run shows of a row."""
    fields = spec["entities"][kind]["fields"]
    said = {name: "unknown field" for name in data if name not in fields}
    return said | {
        name: found[0] for name, value in data.items() if name in fields and (found := unfit(fields[name], value))
    }
