"""A module's objects where they lie, each in its state, with the colours, words and icons of the states."""

from typing import Any

from sqlalchemy import ColumnElement, Float, Select, case, func, null

from backend.areas.models import Area
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.maps.queries.most import MOST, cut
from backend.maps.rules.box import Box
from backend.modules.models.entity import ModuleEntity
from backend.modules.queries import entities, modules
from backend.modules.rules import spec as specs
from backend.modules.rules.spec import Spec


def placed(actor: Actor, *, module: str, box: Box | None) -> dict[str, Any]:
    """Within the box where one is given; what says no place of its own stands in the middle of its area."""
    spec = next(iter(modules.candidates(module)), None)
    if spec is None:
        refuse("module.not_found")
    query, lng, lat = _at(actor, spec)
    if box is not None:
        query = query.where(lng.between(box.west, box.east), lat.between(box.south, box.north))
    rows = db.session.execute(query.order_by(ModuleEntity.area_path, ModuleEntity.id).limit(MOST + 1))
    unnamed = {kind for kind, entity in spec["entities"].items() if entity["label"] in specs.personal(spec, kind)}
    items = [_shown(row._asdict(), unnamed) for row in rows]
    return {**cut(items), "title": spec["title"], "icon": spec["icon"], "states": _states(spec)}


def _at(actor: Actor, spec: Spec) -> tuple[Select[*tuple[Any, ...]], ColumnElement[Any], ColumnElement[Any]]:
    own = {kind: entity["place"] for kind, entity in spec["entities"].items() if "place" in entity}
    lng, lat = (_own(own, axis) for axis in ("lng_wgs84", "lat_wgs84"))
    at = (func.coalesce(lng, Area.lng_wgs84), func.coalesce(lat, Area.lat_wgs84))
    columns = (ModuleEntity.id, ModuleEntity.kind, ModuleEntity.label, ModuleEntity.state, ModuleEntity.why)
    query = (
        entities.visible_to(actor, spec["id"])
        .with_only_columns(*columns, at[0].label("lng_wgs84"), at[1].label("lat_wgs84"))
        .add_columns(lng.is_not(None).label("is_measured"))
        .join(Area, Area.code == ModuleEntity.area_code)
        .where(at[0].is_not(None))
    )
    return query, at[0], at[1]


def _own(places: dict[str, str], axis: str) -> ColumnElement[Any]:
    """What the object's own field says, which another kind may call otherwise."""
    said = [(ModuleEntity.kind == kind, ModuleEntity.data[field][axis].as_float()) for kind, field in places.items()]
    return case(*said) if said else null().cast(Float)


def _shown(row: dict[str, Any], unnamed: set[str]) -> dict[str, Any]:
    return {**row, "label": ""} if row["kind"] in unnamed else row


def _states(spec: Spec) -> list[dict[str, Any]]:
    """The worst first."""
    found = [
        {"kind": kind, "code": code, **{name: state[name] for name in ("zh", "en", "colour", "icon", "level")}}
        for kind, states in spec.get("states", {}).items()
        for code, state in states.items()
    ]
    return sorted(found, key=lambda state: -state["level"])


def counted(actor: Actor, *, module: str) -> list[tuple[str, int]]:
    """How many objects each area has, as far as the actor sees them."""
    if modules.last_version(module) is None:
        refuse("module.not_found")
    query = entities.visible_to(actor, module).with_only_columns(ModuleEntity.area_code, func.count())
    rows = db.session.execute(query.group_by(ModuleEntity.area_code)).all()
    return [(code, count) for code, count in rows]
