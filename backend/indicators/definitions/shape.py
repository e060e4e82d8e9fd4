"""What a file of indicators may say, and what must agree within one."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema

SCHEMA = Path(__file__).parent / "definitions.schema.json"
#: name of the file → how it stands among the others
CATEGORY = {"economy": "1", "politics": "2", "culture": "3", "society": "4", "ecology": "5"}


class Fault(NamedTuple):
    path: tuple[str | int, ...]
    code: str
    what: str


def check(read: Any) -> list[Fault]:
    """The shape first; what must agree is asked only of what has one."""
    found = [Fault(tuple(error.path), "indicator.shape", error.message) for error in _validator().iter_errors(read)]
    return found or [fault for at, one in enumerate(read["indicators"]) for fault in _disagreements(read, at, one)]


@lru_cache(maxsize=1)
def _validator() -> Any:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _disagreements(read: dict[str, Any], at: int, one: dict[str, Any]) -> Iterator[Fault]:
    here: tuple[str | int, ...] = ("indicators", at)
    if not one["id"].startswith(read["category"]):
        yield Fault((*here, "id"), "indicator.category", f"{one['id']} stands among {read['category']}")
    if ("scale" in one) != (one["over_time"] in {"ratio", "mean"}):
        yield Fault((*here, "over_time"), "indicator.scale", f"{one['id']}: a quotient has a scale, and nothing else")
    if one["roll_up"] in {"ratio", "mean"} and "scale" not in one:
        yield Fault((*here, "roll_up"), "indicator.parts", f"{one['id']} has no two numbers to roll up by")
    if one["roll_up"] == "sum" and one["unit"]["zh"] == "%":
        yield Fault((*here, "roll_up"), "indicator.sum_of_shares", f"{one['id']}: shares are never added up")
    if (one["roll_up"] == "none") != (one["lowest"] == "district"):
        yield Fault((*here, "roll_up"), "indicator.roll_up", f"{one['id']}: what has parts says how they add up")
    goal = one.get("goal", {})
    if goal.get("at_least", 0) > goal.get("at_most", float("inf")):
        yield Fault((*here, "goal"), "indicator.goal", f"{one['id']}: nothing lies between these limits")
