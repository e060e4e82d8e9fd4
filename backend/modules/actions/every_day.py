"""Whatever hangs on the day, or on what a street has changed, is worked out anew: some rows at a time."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.modules.actions.work_out import set_aside, work_out
from backend.modules.models.entity import ModuleEntity, ModuleTask
from backend.modules.queries import modules

#: A run of the job; the next one follows at once while there is more to do.
AT_ONCE = 1_000


def catch_up() -> int:
    """Safe to run twice: a row that is of today is left alone. Returns how many were worked out."""
    now = clock.now()
    due = or_(ModuleEntity.computed_on < validity.day(now), ModuleEntity.hand_until <= now)
    query = select(ModuleEntity).where(due).order_by(ModuleEntity.id).limit(AT_ONCE).with_for_update(skip_locked=True)
    rows = db.session.scalars(query).all()
    tasks, here = _tasks(rows), {place: modules.at(*place) for place in {(row.module, row.area_path) for row in rows}}
    for row in rows:
        found, kept = here[row.module, row.area_path], tasks[row.id]
        if found.is_on:
            work_out(row, found.spec, kept=kept)
        else:
            set_aside(row, kept=kept)
    db.session.flush()
    return len(rows)


def _tasks(rows: Sequence[ModuleEntity]) -> defaultdict[UUID, list[ModuleTask]]:
    """Asked for once: a thousand questions would cost more than a thousand answers."""
    found: defaultdict[UUID, list[ModuleTask]] = defaultdict(list)
    for task in db.session.scalars(select(ModuleTask).where(ModuleTask.entity_id.in_([row.id for row in rows]))):
        found[task.entity_id].append(task)
    return found
