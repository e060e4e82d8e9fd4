"""Whatever hangs on the day, or on what a street has changed, is worked out anew: some rows at a time."""

from sqlalchemy import or_, select

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.modules.actions.work_out import set_aside, work_out
from backend.modules.models.entity import ModuleEntity
from backend.modules.queries import modules

#: A run of the job; the next one is a minute later.
AT_ONCE = 1_000


def catch_up() -> int:
    """Safe to run twice: a row that is of today is left alone. Returns how many were worked out."""
    now = clock.now()
    due = or_(ModuleEntity.computed_on < validity.day(now), ModuleEntity.hand_until <= now)
    query = select(ModuleEntity).where(due).order_by(ModuleEntity.id).limit(AT_ONCE).with_for_update(skip_locked=True)
    rows = db.session.scalars(query).all()
    for row in rows:
        found = modules.at(row.module, row.area_path)
        if found.is_on:
            work_out(row, found.spec)
        else:
            set_aside(row)
    return len(rows)
