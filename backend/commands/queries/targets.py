"""Who a target means: areas ∪ drawing, then roles and duty, minus exclusions; only inside the own subtrees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from shapely import contains_xy, prepare
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union
from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, bindparam, func, literal, null, or_, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import covers, outermost
from backend.commands.rules import geometry
from backend.core.db import db
from backend.core.errors import refuse
from backend.duty.queries.on_duty import on_duty
from backend.identity.models import Person, RoleGrant

COLUMNS = ("person_id", "node_code", "node_path", "role")
#: selects COLUMNS, one row per person
Recipients = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Scope:
    """A target with its names looked up."""

    subtrees: list[str]
    #: people inside the drawing; None where nothing was drawn
    drawn: list[UUID] | None
    roles: Sequence[str]
    without: list[str]
    without_people: Sequence[UUID]
    #: only who is on duty or standby now
    on_duty: bool = False


def scope(target: Mapping[str, Any], own: Sequence[str]) -> Scope:
    """Look up a target for somebody who commands the subtrees `own`; a foreign area is not found."""
    drawing = geometry.shape_of(target.get("polygon"), target.get("circle"))
    exclude = target.get("exclude") or {}
    return Scope(
        subtrees=subtrees_of(target.get("areas") or [], own),
        drawn=None if drawing is None else people_inside(drawing, own),
        roles=target.get("roles") or [],
        without=subtrees_of(exclude.get("areas") or [], own),
        without_people=[UUID(str(person_id)) for person_id in exclude.get("people") or []],
        on_duty=bool(target.get("on_duty")),
    )


def subtrees_of(codes: Sequence[str], own: Sequence[str]) -> list[str]:
    """Of areas by their codes; a foreign one is not found."""
    return outermost(_path(code, own) for code in codes)


def _path(code: str, own: Sequence[str]) -> str:
    area = areas.current(code)
    if area is None or not any(covers(path, area.path) for path in own):
        refuse("area.not_found")
    return area.path


def home_of(own: Sequence[str]) -> BaseGeometry | None:
    """The shape of the subtrees together; None where one of them was never drawn."""
    drawn = db.session.scalars(select(Area.geom).where(Area.path.in_(own))).all()
    return None if None in drawn or not drawn else unary_union([shape(geom) for geom in drawn])


def check_drawing(target: Mapping[str, Any], own: Sequence[str]) -> None:
    """A drawing that lies wholly outside the commander's subtrees is refused; over their edge it may go."""
    drawn = geometry.shape_of(target.get("polygon"), target.get("circle"))
    if drawn is not None and geometry.share_outside(drawn, home_of(own)) >= 1:
        refuse("target.polygon_outside")


def people_inside(drawing: BaseGeometry, own: Sequence[str]) -> list[UUID]:
    """Everybody whose position lies in the drawing: a box by the index, then the exact test on all at once."""
    box = geometry.box_of(drawing)
    boxed = select(Person.id, Person.lng_wgs84, Person.lat_wgs84).where(
        Person.active,
        Person.lat_wgs84.between(box.south, box.north),
        Person.lng_wgs84.between(box.west, box.east),
        within(list(own), Person.area_path),
    )
    rows = db.session.execute(boxed).all()
    if not rows:
        return []
    ids, lngs, lats = zip(*rows, strict=True)
    prepare(drawing)
    inside = contains_xy(drawing, np.asarray(lngs), np.asarray(lats))
    return [person_id for person_id, is_inside in zip(ids, inside, strict=True) if is_inside]


def at_home(of: Scope) -> ColumnElement[bool]:
    """Everybody registered in the place, whatever role; a condition on active people."""
    drawn = Person.id == func.any(bindparam("at_home", of.drawn or [], ARRAY(Uuid())))
    return or_(within(of.subtrees, Person.area_path), drawn) & ~within(of.without, Person.area_path)


def recipients(of: Scope) -> Recipients:
    """One row per person (COLUMNS): the place of the grant that chose him, else his own; the deepest, if several."""
    parts = [_by_grant(of)]
    if not of.roles:
        parts.append(_by_home(of, within(of.subtrees, Person.area_path)))
    if of.drawn:
        parts.append(_by_home(of, Person.id == func.any(bindparam("drawn", of.drawn, ARRAY(Uuid())))))
    found = union_all(*parts).subquery("found")
    best_first = (found.c.person_id, found.c.preference, found.c.node_path.desc(), found.c.role)
    return select(*(found.c[name] for name in COLUMNS)).ext(distinct_on(found.c.person_id)).order_by(*best_first)


def _by_grant(of: Scope) -> Select[*tuple[Any, ...]]:
    chosen = (
        _columns(RoleGrant.area_code, RoleGrant.area_path, RoleGrant.role, preference=0)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.revoked_at.is_(None), within(of.subtrees, RoleGrant.area_path))
    )
    if of.roles:
        chosen = chosen.where(RoleGrant.role.in_(of.roles))
    return _without(of, chosen, RoleGrant.area_path)


def _by_home(of: Scope, where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    role: Any = null()
    if of.roles:
        role = (
            select(func.min(RoleGrant.role))
            .where(RoleGrant.person_id == Person.id, RoleGrant.revoked_at.is_(None), RoleGrant.role.in_(of.roles))
            .scalar_subquery()
        )
        where &= role.is_not(None)
    return _without(of, _columns(Person.area_code, Person.area_path, role, preference=1).where(where), Person.area_path)


def _columns(code: Any, path: Any, role: Any, *, preference: int) -> Select[*tuple[Any, ...]]:
    columns = zip((Person.id, code, path, role), COLUMNS, strict=True)
    labelled = [column.label(name) for column, name in columns]
    return select(*labelled, literal(preference).label("preference")).where(Person.active)


def _without(of: Scope, chosen: Select[*tuple[Any, ...]], path: Any) -> Select[*tuple[Any, ...]]:
    if of.without:
        chosen = chosen.where(~within(of.without, path))
    if of.on_duty:
        chosen = chosen.where(Person.id.in_(select(on_duty().subquery().c.person_id)))
    if of.without_people:
        chosen = chosen.where(Person.id.not_in(of.without_people))
    return chosen
