"""One area following another: a subtree moves under another parent and code, the old rows end."""

from datetime import date
from typing import Any

from sqlalchemy import insert, select

from backend.areas import queries
from backend.areas.models import Area
from backend.areas.rules import levels, succession
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record

#: What a moved area keeps of itself.
KEPT = (
    "level", "name_zh", "name_en", "geom", "geom_source",
    "lng_wgs84", "lat_wgs84", "west_wgs84", "south_wgs84", "east_wgs84", "north_wgs84",
)  # fmt: skip


def succeed(code: str, *, becomes: str, under: str | None, on: date) -> Area:
    """From that day on the area has the code `becomes` under the area `under`, and its subtree goes along.

    The fact `area.succeeded` carries code, path, successor_code, successor_path: whoever keeps codes or paths of
    the subtree follows each row's `successor_code` (one job for the whole subtree, not one per area).
    """
    old, parent = _in_force(code), _in_force(under) if under else None
    if db.session.get(Area, becomes) is not None:
        refuse("area.code_taken", area=becomes)
    if not levels.fits(old.level, parent and parent.level):
        refuse("area.level_does_not_fit", level=old.level)
    _check_day(old, on)
    subtree = _subtree_of(old)
    if any(not area.code.startswith(code) for area in subtree):
        refuse("area.code_outside", area=code)
    new = [_moved(area, old, becomes, parent, on) for area in subtree]
    db.session.execute(insert(Area), new)
    for area, row in zip(subtree, new, strict=True):
        area.end(on, successor_code=row["code"])
    return _recorded(old, becomes)


def merge(code: str, *, into: str, on: date) -> Area:
    """From that day on the area, whose children have all moved out, is part of another one in force."""
    old, target = _in_force(code), _in_force(into)
    if queries.children(code):
        refuse("area.has_children", area=code)
    if old.level != target.level or old is target:
        refuse("area.level_does_not_fit", level=old.level)
    _check_day(old, on)
    old.end(on, successor_code=into)
    return _recorded(old, into)


def _in_force(code: str) -> Area:
    area = db.session.get(Area, code)
    if area is None or not area.is_in_force(queries.today()):
        refuse("area.not_found", area=code)
    return area


def _check_day(area: Area, on: date) -> None:
    """Followers move people at once, so the day must have come."""
    if not area.valid_from < on <= queries.today():
        refuse("area.day_out_of_range", day=on.isoformat())


def _subtree_of(area: Area) -> list[Area]:
    query = select(Area).where(queries.in_subtree(area.path), queries.in_force()).order_by(Area.path)
    return list(db.session.scalars(query))


def _moved(area: Area, root: Area, becomes: str, parent: Area | None, on: date) -> dict[str, Any]:
    above = parent and parent.code
    if area is not root and area.parent_code:
        above = succession.renamed(area.parent_code, old=root.code, new=becomes)
    return {
        **{name: getattr(area, name) for name in KEPT},
        "code": succession.renamed(area.code, old=root.code, new=becomes),
        "parent_code": above,
        "path": succession.moved(area.path, root=root.path, new=becomes, under=parent.path if parent else ""),
        "valid_from": on,
    }


def _recorded(old: Area, successor_code: str) -> Area:
    successor = db.session.get_one(Area, successor_code)
    data = {"code": old.code, "path": old.path, "successor_code": successor.code, "successor_path": successor.path}
    record("area.succeeded", ("area", old.code), area_path=successor.path, paths=[old.path, successor.path], data=data)
    return successor
