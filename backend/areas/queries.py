"""Reads of the tree: what an actor sees, what a code has become, what lies where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shapely import intersects_xy
from shapely.geometry import shape
from sqlalchemy import ColumnElement, Select, or_, select

from backend.areas import policy
from backend.areas.models import Area
from backend.areas.rules import paths, validity
from backend.areas.rules.places import Place, Places
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor


def visible_to(actor: Actor) -> Select[Area]:
    """The actor's subtrees and what stands above them, with the areas that are no more."""
    return select(Area).where(policy.sees(actor))


def in_force(on: date | None = None) -> ColumnElement[bool]:
    day = on or today()
    return (Area.valid_from <= day) & or_(Area.valid_to.is_(None), Area.valid_to > day)


def today() -> date:
    return validity.day(clock.now())


def in_subtree(path: str) -> ColumnElement[bool]:
    return policy.within([path])


def one(actor: Actor, code: str) -> Area:
    """The area with this code, also a former one whose successor the actor sees; else `area.not_found`."""
    found: Area | None = db.session.scalar(visible_to(actor).where(Area.code == code))
    if found is not None:
        return found
    follower = current(code)
    if follower is None or db.session.scalar(visible_to(actor).where(Area.code == follower.code)) is None:
        refuse("area.not_found")
    return db.session.get_one(Area, code)


def current(code: str) -> Area | None:
    """The area in force that this code stands for today, after every succession; None where there is none."""
    # Held here: the session alone would let go of an area, and read it again.
    found: dict[str, Area | None] = {}

    def successor(code: str) -> str | None:
        area = found[code] = db.session.get(Area, code)
        return None if area is None or area.is_in_force(today()) else area.successor_code

    last = found.get(validity.chain(code, successor)[-1])
    return last if last is not None and last.is_in_force(today()) else None


def listed(actor: Actor, *, parent: str | None = None, level: str | None = None, q: str | None = None) -> list[Area]:
    """The current tree as the actor sees it, parents before children."""
    query = visible_to(actor).where(in_force()).order_by(Area.path)
    if parent is not None:
        query = query.where(Area.parent_code == parent)
    if level is not None:
        query = query.where(Area.level == level)
    if q:
        names = (Area.name_zh.icontains(q, autoescape=True), Area.name_en.icontains(q, autoescape=True))
        query = query.where(or_(*names, Area.code.startswith(q, autoescape=True)))
    return list(db.session.scalars(query))


def places(paths: Iterable[str]) -> Places:
    """The areas in force of some subtrees, to be found by name."""
    columns = (Area.code, Area.path, Area.name_zh, Area.name_en)
    query = select(*columns).where(policy.within(list(paths)), in_force()).order_by(Area.path)
    return Places(Place(*row) for row in db.session.execute(query))


def children(code: str) -> list[Area]:
    """The areas in force directly below, in the order of their codes."""
    query = select(Area).where(Area.parent_code == code, in_force()).order_by(Area.path)
    return list(db.session.scalars(query))


@dataclass(frozen=True, slots=True)
class Scope:
    """What a reader looks at: whole subtrees, and the places just below, to look into next."""

    paths: list[str]
    parts: list[Area]


def scope(own: Sequence[str], code: str | None) -> Scope:
    """Within the subtrees `own`: one area of them by its code, or all; a foreign area is not found."""
    if code is None and len(own) != 1:
        roots = db.session.scalars(select(Area).where(Area.path.in_(own)).order_by(Area.path)).all()
        return Scope(list(own), list(roots))
    area = current(code) if code is not None else db.session.scalar(select(Area).where(Area.path == own[0]))
    if area is None or not any(paths.covers(path, area.path) for path in own):
        refuse("area.not_found")
    return Scope([area.path], children(area.code))


def codes_below(code: str) -> Select[str]:
    """Every code that begins like this one, also of areas that are no more: none is given twice."""
    return select(Area.code).where(Area.code.startswith(code, autoescape=True), Area.code != code)


def shapes(actor: Actor, *, level: str | None = None, within: str | None = None) -> list[Area]:
    """The drawn areas in force; `within` names the root of a subtree the actor sees."""
    query = visible_to(actor).where(in_force(), Area.geom.is_not(None)).order_by(Area.path)
    if level is not None:
        query = query.where(Area.level == level)
    if within is not None:
        query = query.where(in_subtree(one(actor, within).path))
    return list(db.session.scalars(query))


def area_at(lng: float, lat: float, level: str) -> Area | None:
    """The area of a level that holds a WGS-84 point; on a border, the one with the lower code."""
    box = (Area.west_wgs84 <= lng, Area.east_wgs84 >= lng, Area.south_wgs84 <= lat, Area.north_wgs84 >= lat)
    query = select(Area).where(Area.level == level, in_force(), *box).order_by(Area.path)
    return next((area for area in db.session.scalars(query) if _holds(area, lng, lat)), None)


def _holds(area: Area, lng: float, lat: float) -> bool:
    return area.geom is not None and bool(intersects_xy(shape(area.geom), lng, lat))
