"""Entities as a phone keeps them: each with all that its forms, its colour and its tasks are worked out of."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.areas.models import Area
from backend.areas.rules import validity
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.modules import policy
from backend.modules.models.entity import ModuleEntity, ModulePhoto, ModuleTask
from backend.modules.queries import entities, modules
from backend.modules.queries.modules import InForce
from backend.modules.queries.places import Places
from backend.modules.rules import spec as specs
from backend.modules.rules.spec import Spec

#: So many of a module lie on a phone at most: a worker's grids have some dozens.
MOST = 300
TASK = ("task", "due_on", "opens_on", "assign", "climbs_on", "climbs_to", "dismissed_at", "dismissed_why")


def newest(actor: Actor, module: str) -> dict[str, Any]:
    """Those that were written last, and how many there are."""
    if modules.last_version(module) is None:
        refuse("module.not_found")
    mine = entities.visible_to(actor, module)
    total = db.session.scalar(select(func.count()).select_from(mine.subquery()))
    order = (ModuleEntity.saved_at.desc(), ModuleEntity.id.desc())
    rows = db.session.scalars(mine.order_by(*order).limit(MOST)).all()
    return {"items": held(actor, rows), "total": total, "most": MOST}


def held(actor: Actor, rows: Sequence[ModuleEntity]) -> list[dict[str, Any]]:
    """Personal fields are for those who fill its forms; who only reads does not see them."""
    ids, codes = [row.id for row in rows], {row.area_code for row in rows}
    areas = {area.code: area for area in db.session.scalars(select(Area).where(Area.code.in_(codes)))}
    tasks = _by_entity(ids, ModuleTask, ModuleTask.due_on, ModuleTask.task)
    photos = _by_entity(ids, ModulePhoto, ModulePhoto.added_at, ModulePhoto.sha256)
    places = Places()
    shown = []
    for row in rows:
        beside = {"tasks": tasks.get(row.id, []), "photos": photos.get(row.id, [])}
        shown.append(_held(actor, row, places.at(row.module, row.area_path), areas[row.area_code], **beside))
    return shown


def _by_entity(ids: Sequence[UUID], model: Any, *order: Any) -> dict[UUID, list[Any]]:
    made: dict[UUID, list[Any]] = {}
    for one in db.session.scalars(select(model).where(model.entity_id.in_(ids)).order_by(*order)):
        made.setdefault(one.entity_id, []).append(one)
    return made


def _held(
    actor: Actor, row: ModuleEntity, found: InForce, area: Area, *, tasks: list[ModuleTask], photos: list[ModulePhoto]
) -> dict[str, Any]:
    spec = found.spec
    may_write = policy.may(actor, spec, "write", row.area_path)
    hidden = set() if may_write else specs.personal(spec, row.kind)
    return {
        **entities.listed_row(row, spec, area.name_zh, area.name_en),
        "data": {name: value for name, value in row.data.items() if name not in hidden},
        "hidden": sorted(hidden & row.data.keys()),
        "rule": row.rule,
        "rule_state": row.rule_state,
        "rule_since": row.rule_since,
        "created_on": validity.day(row.created_at),
        "by_hand": _by_hand(row),
        "tasks": [{name: getattr(task, name) for name in TASK} for task in tasks],
        "photos": [{"sha256": one.sha256, "arrived_at": one.arrived_at}
                   for one in photos if may_write or not one.is_personal],
        "source_id": row.source_id,
        "may_fill": _may_fill(actor, spec, row) if found.is_on else [],
        "may_set_by_hand": found.is_on and policy.may(actor, spec, "by_hand", row.area_path),
    }  # fmt: skip


def _by_hand(row: ModuleEntity) -> dict[str, Any] | None:
    if row.hand_state is None:
        return None
    by = db.session.get(Person, row.hand_by) if row.hand_by else None
    return {"reason": row.hand_reason, "until": row.hand_until, "by": by.name if by else None}


def _may_fill(actor: Actor, spec: Spec, row: ModuleEntity) -> list[str]:
    own = [name for name, form in spec["forms"].items() if form["for"] == row.kind]
    return [name for name in own if policy.may_fill(actor, spec, name, row.area_path)]
