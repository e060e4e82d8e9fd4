"""What a rule sees of an entity: its fields, the values worked out of them, limits, its state, and which day it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from backend.modules.rules import spec as specs
from backend.modules.rules.logic.evaluate import evaluate
from backend.modules.rules.spec import Row, Spec


class State(NamedTuple):
    """The state an entity is in, and the day that it came into it."""

    code: str | None
    since: date | None


NO_STATE = State(None, None)


class Entity(NamedTuple):
    kind: str
    data: Row
    created_on: date
    state: State = NO_STATE


def scope(spec: Spec, entity: Entity, today: date, limits: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Values are worked out in the order of the file: a later one may use those before it."""
    code, since = entity.state
    seen: dict[str, Any] = {
        **entity.data,
        "today": today.isoformat(),
        "created_on": entity.created_on.isoformat(),
        "state": {"code": code, "since": since.isoformat() if since else None},
        "limit": specs.limits(spec) if limits is None else dict(limits),
    }
    for name, rule in spec["entities"][entity.kind].get("values", {}).items():
        seen[name] = evaluate(rule, seen, today)
    return seen
