"""Who a target means: areas ∪ drawing, then roles, minus exclusions; never anybody outside the commander's subtrees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from shapely import contains_xy, prepare
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, bindparam, func, literal, null, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on

from backend.areas import queries as areas
from backend.areas.policy import within
from backend.areas.rules.paths import covers, outermost
from backend.commands.rules import geometry
from backend.core.db import db
from backend.core.errors import refuse
from backend.identity.models import Person, RoleGrant

COLUMNS = ("person_id", "node_code", "node_path", "role")


@dataclass(frozen=True, slots=True)
class Scope:
    """A target with its names looked up."""

    subtrees: list[str]
    #: people inside the drawing; None where nothing was drawn
    drawn: list[UUID] | None
    roles: Sequence[str]
    without: list[str]
    without_people: Sequence[UUID]


def scope(target: Mapping[str, Any], own: Sequence[str]) -> Scope:
    """Look up a target for somebody who commands the subtrees `own`; a foreign area is not found."""
    shape = geometry.shape_of(target.get("polygon"), target.get("circle"))
    exclude = target.get("exclude") or {}
    return Scope(
        subtrees=_subtrees(target.get("areas") or [], own),
        drawn=None if shape is None else people_inside(shape, own),
        roles=target.get("roles") or [],
        without=_subtrees(exclude.get("areas") or [], own),
        without_people=[UUID(str(person_id)) for person_id in exclude.get("people") or []],
    )


def _subtrees(codes: Sequence[str], own: Sequence[str]) -> list[str]:
    return outermost(_path(code, own) for code in codes)


def _path(code: str, own: Sequence[str]) -> str:
    area = areas.current(code)
    if area is None or not any(covers(path, area.path) for path in own):
        refuse("area.not_found")
    return area.path


def people_inside(shape: BaseGeometry, own: Sequence[str]) -> list[UUID]:
    """Everybody whose position lies in the shape: a box by the index, then the exact test on all at once."""
    box = geometry.box_of(shape)
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
    prepare(shape)
    inside = contains_xy(shape, np.asarray(lngs), np.asarray(lats))
    return [person_id for person_id, is_inside in zip(ids, inside, strict=True) if is_inside]


def recipients(of: Scope) -> Select[*tuple[Any, ...]]:
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
    if of.without_people:
        chosen = chosen.where(Person.id.not_in(of.without_people))
    return chosen
