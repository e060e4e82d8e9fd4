"""How data of an older version of a module becomes data of the present one, and back as far as that goes."""

from datetime import date
from typing import Any

from backend.modules.rules.forms import unfit
from backend.modules.rules.logic.evaluate import evaluate
from backend.modules.rules.signatures import bare
from backend.modules.rules.spec import Row, Spec


def can_read(spec: Spec, version: int) -> bool:
    return version == spec["version"] or version in spec.get("accepts", [])


def brought_up(spec: Spec, kind: str, data: Row, *, version: int, today: date) -> dict[str, Any]:
    """The data as the present version knows it; a field that a step does not touch stays as it is."""
    made = dict(data)
    for migration in _migrations(spec):
        if migration["to"] > version:
            for step in migration["steps"]:
                if step["entity"] == kind:
                    _take(step, made, today)
    return made


def brought_down(newer: Spec, kind: str, data: Row, *, version: int) -> dict[str, Any]:
    """The data as an older version knew it: names and words go back, what was dropped does not come again."""
    made = dict(data)
    for migration in reversed(_migrations(newer)):
        if migration["to"] > version:
            for step in reversed(migration["steps"]):
                if step["entity"] == kind:
                    _take_back(step, made)
    return made


def _migrations(spec: Spec) -> list[Any]:
    return sorted(spec.get("migrations", []), key=lambda one: int(one["to"]))


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


def _take_back(step: Spec, data: dict[str, Any]) -> None:
    name = step["field"]
    if step["do"] == "rename" and step["becomes"] in data:
        data[name] = data.pop(step["becomes"])
    elif step["do"] == "map" and data.get(name) is not None:
        # Of two words that became one, nobody can say any more which it was: the first stands.
        data[name] = next((was for was, now in step["values"].items() if now == data[name]), data[name])


def left_over(spec: Spec, kind: str, data: Row) -> dict[str, str]:
    """Field → what the present version says against it: what a dry run shows of a row."""
    fields = spec["entities"][kind]["fields"]
    said = {name: "unknown field" for name in data if name not in fields}
    return said | {
        name: found[0] for name, value in data.items() if name in fields and (found := unfit(fields[name], bare(value)))
    }
