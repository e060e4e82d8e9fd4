"""A signature: a name, and in the line below it, where a finger has drawn one, its path on a sheet of 1000 × 400."""

import re
from itertools import pairwise
from math import hypot
from typing import Any

from backend.modules.rules.spec import Spec

WIDE, HIGH = 1_000, 400
#: characters of a path; phones thin theirs out
MOST = 6_000
#: A dot, or a slip of the finger, is none.
SHORTEST = 200
#: One stroke: where it begins, then steps from one point to the next.
STROKE = r"M(\d{1,4}) (\d{1,4})l(-?\d{1,4} -?\d{1,4}(?: -?\d{1,4} -?\d{1,4})*)"
PATH = re.compile(f"(?:{STROKE})+", re.ASCII)
STROKES = re.compile(STROKE, re.ASCII)


def name_of(said: str) -> str:
    """The same without what was drawn; any other text as it is."""
    name, _, path = said.partition("\n")
    return name if path[:1] == "M" and PATH.fullmatch(path[:MOST]) else said


def bare(value: Any) -> Any:
    """The same for whatever a field may hold."""
    if isinstance(value, dict):
        return {name: bare(one) for name, one in value.items()}
    if isinstance(value, list):
        return [bare(one) for one in value]
    return name_of(value) if isinstance(value, str) else value


def fault(said: str) -> str | None:
    """The code of what is wrong with the drawing; a name alone, held for three seconds, is a signature as well."""
    name, is_drawn, path = said.partition("\n")
    if not is_drawn:
        return None
    if len(path) > MOST:
        return "module.signature_too_long"
    if not name.strip() or not PATH.fullmatch(path):
        return "module.signature_unreadable"
    strokes = [_points(found) for found in STROKES.finditer(path)]
    if any(not (0 <= x <= WIDE and 0 <= y <= HIGH) for points in strokes for x, y in points):
        return "module.signature_unreadable"
    return "module.signature_too_short" if sum(map(_length, strokes)) < SHORTEST else None


def faults(widget: Spec, value: Any) -> list[str]:
    """Of one, or of those in the items of a list; the first of it is enough."""
    return [code for said in _signed(widget, value) if (code := fault(said)) is not None][:1]


def is_again(widget: Spec, value: Any, known: Any) -> bool:
    """Has nobody signed anew? No hand draws the same twice; a name alone is the same each time."""
    return widget["as"] == "signature" and isinstance(value, str) and "\n" in value and value == known


def named(widget: Spec, value: Any) -> Any:
    """What the field's schema is about: names without drawings."""
    if widget["as"] == "signature" and isinstance(value, str):
        return value.partition("\n")[0]
    if widget["as"] == "list" and isinstance(value, list):
        inner = {one["field"]: one for one in widget["items"] if one["as"] == "signature"}
        return [_item(inner, one) for one in value] if inner else value
    return value


def _item(inner: dict[str, Spec], item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    return {name: named(inner[name], value) if name in inner else value for name, value in item.items()}


def _signed(widget: Spec, value: Any) -> list[str]:
    if widget["as"] == "signature":
        return [value] if isinstance(value, str) else []
    if widget["as"] != "list" or not isinstance(value, list):
        return []
    items = [item for item in value if isinstance(item, dict)]
    return [said for one in widget["items"] for item in items for said in _signed(one, item.get(one["field"]))]


def _points(stroke: re.Match[str]) -> list[tuple[int, int]]:
    x, y = int(stroke[1]), int(stroke[2])
    steps = [int(step) for step in stroke[3].split(" ")]
    found = [(x, y)]
    for across, down in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + across, y + down
        found.append((x, y))
    return found


def _length(points: list[tuple[int, int]]) -> float:
    return sum(hypot(x - before, y - above) for (before, above), (x, y) in pairwise(points))
