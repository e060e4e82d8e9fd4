"""Tasks that wait for somebody: his by role, and those that have climbed to him."""

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, false, or_, select

from backend.areas import queries as areas
from backend.areas.policy import within
from backend.areas.rules import validity
from backend.core import clock
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.modules import policy
from backend.modules.models.entity import ModuleEntity, ModuleTask
from backend.modules.queries import modules


def listed(actor: Actor, *, area: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """What may be done today, the longest due first; nothing that was put aside."""
    today = validity.day(clock.now())
    due_on = cast(ModuleTask.due_on, Text)
    beside: tuple[Any, ...] = (ModuleEntity.module, ModuleEntity.label, ModuleEntity.state, ModuleEntity.area_code)
    query = (
        select(ModuleTask, *beside)
        .join(ModuleEntity, ModuleEntity.id == ModuleTask.entity_id)
        .where(ModuleTask.dismissed_at.is_(None), ModuleTask.opens_on <= today, _whose(actor))
        .where(policy.sees(actor, list(modules.candidates(None))))
    )
    if area is not None:
        query = query.where(within(areas.scope(actor.paths, area).paths, ModuleTask.area_path))
    by = (due_on, ModuleTask.entity_id, ModuleTask.task)
    return page(query, by=by, cursor=cursor, limit=limit, show=_shown)


def _whose(actor: Actor) -> ColumnElement[bool]:
    today = validity.day(clock.now())
    return or_(
        false(),
        *(
            and_(
                or_(ModuleTask.assign == role, and_(ModuleTask.climbs_to == role, ModuleTask.climbs_on <= today)),
                within(list(actor.paths_as(role)), ModuleTask.area_path),
            )
            for role in sorted(actor.roles & set(policy.WORKERS))
        ),
    )


def _shown(row: Any) -> dict[str, Any]:
    task: ModuleTask = row.ModuleTask
    today = validity.day(clock.now())
    names = ("entity_id", "task", "due_on", "opens_on", "assign", "climbs_on", "climbs_to")
    return {
        **{name: getattr(task, name) for name in names},
        **{name: getattr(row, name) for name in ("module", "label", "state", "area_code")},
        "days_overdue": max((today - task.due_on).days, 0),
        "has_climbed": task.climbs_on is not None and task.climbs_on <= today,
    }
