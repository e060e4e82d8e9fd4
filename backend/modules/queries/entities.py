"""Reads of entities: lists within what the actor may see, and one of them whole."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.modules import policy
from backend.modules.models.entity import ModuleEntity, ModuleTask
from backend.modules.models.module import ModuleForm
from backend.modules.queries import modules
from backend.modules.rules import spec as specs
from backend.modules.rules.spec import Spec

NAMES = ("id", "module", "kind", "label", "version", "area_code", "state", "state_since", "why", "saved_at")
FORMS = 20


def visible_to(actor: Actor, module: str | None = None) -> Select[Any]:
    return select(ModuleEntity).where(policy.sees(actor, list(modules.candidates(module))))


def one(actor: Actor, entity_id: UUID, *, hold: bool = False) -> ModuleEntity:
    query = visible_to(actor).where(ModuleEntity.id == entity_id)
    found: ModuleEntity | None = db.session.scalar(query.with_for_update() if hold else query)
    return found if found is not None else refuse("entity.not_found")


def listed(
    actor: Actor, module: str, *, area: str | None, state: str | None, cursor: str | None, limit: int
) -> dict[str, Any]:
    """In the order of the places; a list holds nothing personal."""
    if modules.last_version(module) is None:
        refuse("module.not_found")
    query = visible_to(actor, module)
    if area is not None:
        query = query.where(within(areas.scope(actor.paths, area).paths, ModuleEntity.area_path))
    if state is not None:
        query = query.where(ModuleEntity.state == state)
    query = query.add_columns(Area.name_zh, Area.name_en).join(Area, Area.code == ModuleEntity.area_code)
    return page(query, by=(ModuleEntity.area_path, ModuleEntity.id), cursor=cursor, limit=limit, show=_shown)


def _shown(found: Any) -> dict[str, Any]:
    row: ModuleEntity = found.ModuleEntity
    spec = modules.at(row.module, row.area_path).spec
    return _row(row, spec, found.name_zh, found.name_en)


def _row(row: ModuleEntity, spec: Spec, name_zh: str, name_en: str) -> dict[str, Any]:
    entity = spec["entities"][row.kind]
    hidden = specs.personal(spec, row.kind)
    indexed = [name for name, field in entity["fields"].items() if field.get("index") and name not in hidden]
    return {
        **{name: getattr(row, name) for name in NAMES},
        "label": row.label if entity["label"] not in hidden else "",
        "area_name_zh": name_zh,
        "area_name_en": name_en,
        "is_by_hand": row.hand_state is not None,
        "place": row.data.get(entity.get("place", "")),
        "fields": {name: row.data[name] for name in indexed if name in row.data},
    }


def whole(actor: Actor, entity_id: UUID) -> dict[str, Any]:
    """Personal fields are for those who fill its forms; who only reads does not see them."""
    row = one(actor, entity_id)
    found = modules.at(row.module, row.area_path)
    spec, area = found.spec, db.session.get_one(Area, row.area_code)
    may_write = policy.may(actor, spec, "write", row.area_path)
    hidden = set() if may_write else specs.personal(spec, row.kind)
    return {
        **_row(row, spec, area.name_zh, area.name_en),
        "data": {name: value for name, value in row.data.items() if name not in hidden},
        "hidden": sorted(hidden & row.data.keys()),
        "rule": row.rule,
        "by_hand": _by_hand(row),
        "tasks": _tasks(row),
        "forms": _forms(row),
        "purge_after": row.purge_after,
        "may_fill": _may_fill(actor, spec, row) if found.is_on else [],
        "may_set_by_hand": found.is_on and policy.may(actor, spec, "by_hand", row.area_path),
    }


def _by_hand(row: ModuleEntity) -> dict[str, Any] | None:
    if row.hand_state is None:
        return None
    by = db.session.get(Person, row.hand_by) if row.hand_by else None
    return {"reason": row.hand_reason, "until": row.hand_until, "by": by.name if by else None}


def _tasks(row: ModuleEntity) -> list[dict[str, Any]]:
    query = select(ModuleTask).where(ModuleTask.entity_id == row.id).order_by(ModuleTask.due_on, ModuleTask.task)
    names = ("task", "due_on", "opens_on", "assign", "climbs_on", "climbs_to", "dismissed_at", "dismissed_why")
    return [{name: getattr(task, name) for name in names} for task in db.session.scalars(query)]


def _forms(row: ModuleEntity) -> list[dict[str, Any]]:
    """Who filled in what and when; what was said stands in the entity."""
    columns = (ModuleForm.id, ModuleForm.form, ModuleForm.version, ModuleForm.filled_at, ModuleForm.saved_at)
    query = (
        select(*columns, Person.name.label("by"))
        .outerjoin(Person, Person.id == ModuleForm.by)
        .where(ModuleForm.entity_id == row.id)
        .order_by(ModuleForm.saved_at.desc(), ModuleForm.id.desc())
        .limit(FORMS)
    )
    return [found._asdict() for found in db.session.execute(query)]


def _may_fill(actor: Actor, spec: Spec, row: ModuleEntity) -> list[str]:
    own = [name for name, form in spec["forms"].items() if form["for"] == row.kind]
    return [name for name in own if policy.may_fill(actor, spec, name, row.area_path)]
