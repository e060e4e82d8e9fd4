"""What is to be done about an entity: which task, from when, until when, by whom, and to whom it climbs."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from backend.modules.rules import spec as specs
from backend.modules.rules.logic import values
from backend.modules.rules.logic.days import day_of
from backend.modules.rules.logic.evaluate import evaluate, holds
from backend.modules.rules.scope import Entity, scope
from backend.modules.rules.spec import Spec

#: Further off than that, either way, is no plan.
FARTHEST = 3_650


class Task(NamedTuple):
    id: str
    due_on: date
    #: from that day on it may be done
    opens_on: date
    assign: str
    #: the day from which it is another one's, too
    climbs_on: date | None
    climbs_to: str | None


def due(
    spec: Spec,
    entity: Entity,
    today: date,
    limits: dict[str, Any] | None = None,
    *,
    seen: dict[str, Any] | None = None,
) -> list[Task]:
    """The open tasks of an entity in its present state, those that open later included; the first due first."""
    seen = scope(spec, entity, today, limits) if seen is None else seen
    made = [_task(one, seen, entity, today) for one in specs.of_entity(spec, entity.kind, "tasks")]
    return sorted((task for task in made if task is not None), key=lambda task: (task.due_on, task.id))


def _task(task: Spec, seen: dict[str, Any], entity: Entity, today: date) -> Task | None:
    if not holds(task["when"], seen, today):
        return None
    start = day_of(evaluate(task["due"]["from"], seen, today)) or entity.created_on
    due_on = start + _days(evaluate(task["due"]["days"], seen, today))
    opens_on = due_on - timedelta(days=task.get("window", 0))
    beside = {"due_on": due_on.isoformat(), "opens_on": opens_on.isoformat()}
    if "resolve_when" in task and holds(task["resolve_when"], {**seen, "task": beside}, today):
        return None
    climb = task.get("escalate")
    climbs_on = due_on + timedelta(days=climb["after"]) if climb else None
    return Task(task["id"], due_on, opens_on, task["assign"], climbs_on, climb["to"] if climb else None)


def _days(said: Any) -> timedelta:
    number = values.number(said)
    return timedelta(days=min(max(int(number or 0), -FARTHEST), FARTHEST))
