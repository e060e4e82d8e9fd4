"""A task is put aside for a reason that its module knows, until it is due anew."""

from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.modules import policy
from backend.modules.models.entity import ModuleTask
from backend.modules.queries import entities, modules


def dismiss(actor: Actor, entity_id: UUID, task: str, *, reason: str) -> None:
    """Twice is once."""
    row = entities.one(actor, entity_id, hold=True)
    spec = modules.on_at(row.module, row.area_path)
    found = db.session.get(ModuleTask, (row.id, task))
    if found is None:
        refuse("task.not_found")
    if not policy.holds(actor, {found.assign, *spec["permissions"]["by_hand"]}, row.area_path):
        refuse("module.not_yours")
    known = next(one for one in spec["tasks"] if one["id"] == task)
    if reason not in {one["id"] for one in known.get("dismiss", [])}:
        refuse("task.no_such_reason")
    if found.dismissed_at is not None:
        return
    found.dismissed_at, found.dismissed_why, found.dismissed_by = clock.now(), reason, actor.id
    db.session.flush()
    data = {"task": task, "due_on": found.due_on.isoformat(), "reason": reason}
    record("entity.task_dismissed", ("module_entity", row.id), actor=actor, area_path=row.area_path, data=data)
