"""Reads of entities: lists within what the actor may see, and one of them whole."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, not_, select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.modules import policy
from backend.modules.models.entity import ModuleEntity
from backend.modules.models.module import ModuleSwitch
from backend.modules.queries import modules
from backend.modules.queries.places import Places
from backend.modules.rules import spec as specs
from backend.modules.rules.spec import Spec

NAMES = ("id", "module", "kind", "label", "version", "area_code", "state", "state_since", "why", "saved_at")


def visible_to(actor: Actor, module: str | None = None) -> Select[Any]:
    return select(ModuleEntity).where(policy.sees(actor, list(modules.candidates(module))))


def one(actor: Actor, entity_id: UUID, *, hold: bool = False) -> ModuleEntity:
    query = visible_to(actor).where(ModuleEntity.id == entity_id)
    found: ModuleEntity | None = db.session.scalar(query.with_for_update() if hold else query)
    return found if found is not None else refuse("entity.not_found")


def listed(
    actor: Actor, module: str, *, area: str | None, state: str | None, q: str | None, cursor: str | None, limit: int
) -> dict[str, Any]:
    """In the order of the places; a list holds nothing personal."""
    query = narrowed(actor, module, area=area, state=state, q=q)
    query = query.add_columns(Area.name_zh, Area.name_en).join(Area, Area.code == ModuleEntity.area_code)
    places = Places()

    def shown(found: Any) -> dict[str, Any]:
        row: ModuleEntity = found.ModuleEntity
        return listed_row(row, places.at(row.module, row.area_path).spec, found.name_zh, found.name_en)

    return page(query, by=(ModuleEntity.area_path, ModuleEntity.id), cursor=cursor, limit=limit, show=shown)


def narrowed(actor: Actor, module: str, *, area: str | None, state: str | None, q: str | None) -> Select[Any]:
    """Of one module, by place, state and how they are called; a name that is personal is not looked for."""
    spec = next(iter(modules.candidates(module)), None)
    if spec is None:
        refuse("module.not_found")
    query = visible_to(actor, module)
    if area is not None:
        query = query.where(within(areas.scope(actor.paths, area).paths, ModuleEntity.area_path))
    if state is not None:
        query = query.where(ModuleEntity.state == state)
    if q:
        kinds = spec["entities"].items()
        known = [kind for kind, entity in kinds if entity["label"] not in specs.personal(spec, kind)]
        query = query.where(ModuleEntity.kind.in_(known), ModuleEntity.label.icontains(q, autoescape=True))
    return query


def kinds(module: str, area_path: str) -> set[str]:
    """Of the rows that a switch at the place decides about: not of those below that have a switch of their own."""
    nearer = select(ModuleSwitch.area_path).where(
        ModuleSwitch.module == module, within([area_path], ModuleSwitch.area_path), ModuleSwitch.area_path != area_path
    )
    own = db.session.scalars(nearer).all()
    rows = select(ModuleEntity.kind).where(ModuleEntity.module == module, within([area_path], ModuleEntity.area_path))
    if own:
        rows = rows.where(not_(within(list(own), ModuleEntity.area_path)))
    return set(db.session.scalars(rows.distinct()))


def listed_row(row: ModuleEntity, spec: Spec, name_zh: str, name_en: str) -> dict[str, Any]:
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
