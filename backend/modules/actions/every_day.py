"""Whatever hangs on the day, or on what a street has changed, is worked out anew: some rows at a time."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.modules.actions import tell
from backend.modules.actions.work_out import set_aside, worked_out
from backend.modules.models.entity import ModuleEntity, ModuleTask
from backend.modules.queries.places import Places

#: A run of the job; the next one follows at once while there is more to do.
AT_ONCE = 1_000


def catch_up() -> int:
    """Safe to run twice: a row that is of today is left alone. Returns how many were worked out."""
    rows = _due()
    tasks, places = _tasks([row.id for row in rows]), Places()
    became = []
    for row in rows:
        found, kept = places.at(row.module, row.area_path), tasks[row.id]
        if not found.is_on or row.kind not in found.spec["entities"]:
            set_aside(row, kept=kept)
        elif (change := worked_out(row, found.spec, kept=kept)) is not None:
            became.append(change)
    db.session.flush()
    # More follow at once: who hears of some of them hears of them together.
    tell.became(became, apart=0 if len(rows) == AT_ONCE else tell.MOST_APART)
    return len(rows)


def _due() -> Sequence[ModuleEntity]:
    """Two questions, each with an index of its own: together they would walk through every row there is."""
    now = clock.now()
    today = validity.day(now)
    rows = _held(ModuleEntity.computed_on < today, ModuleEntity.computed_on, most=AT_ONCE)
    left = AT_ONCE - len(rows)
    is_over = (ModuleEntity.hand_until <= now) & (ModuleEntity.computed_on >= today)
    return [*rows, *(_held(is_over, ModuleEntity.hand_until, most=left) if left else [])]


def _held(which: ColumnElement[bool], by: Any, *, most: int) -> Sequence[ModuleEntity]:
    query = select(ModuleEntity).where(which).order_by(by, ModuleEntity.id).limit(most)
    return db.session.scalars(query.with_for_update(skip_locked=True)).all()


def _tasks(ids: Sequence[UUID]) -> defaultdict[UUID, list[ModuleTask]]:
    """Asked for once: a thousand questions would cost more than a thousand answers."""
    found: defaultdict[UUID, list[ModuleTask]] = defaultdict(list)
    for task in db.session.scalars(select(ModuleTask).where(ModuleTask.entity_id.in_(ids))):
        found[task.entity_id].append(task)
    return found
