"""Giving a community or park its grids by their number alone."""

from typing import Any

from sqlalchemy import insert

from backend.areas import queries
from backend.areas.actions.draw_schematic import SCHEMATIC, redraw_children
from backend.areas.actions.hold_tree import hold_tree, own
from backend.areas.actions.in_use import is_in_use
from backend.areas.models import Area
from backend.areas.rules import levels, paths
from backend.areas.rules.numbering import next_code
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor


def make_grids(actor: Actor, code: str, *, count: int) -> list[Area]:
    """Exactly so many, with schematic shapes; other ones than those there are only while nothing refers to them."""
    hold_tree()
    parent = own(actor, code)
    if levels.GRID not in {level for level in levels.LEVELS if levels.fits(level, parent.level)}:
        refuse("area.level_does_not_fit", level=parent.level)
    grids = queries.children(code)
    if len(grids) == count:
        return grids
    if any(grid.geom is not None and grid.geom_source != SCHEMATIC for grid in grids) or is_in_use(grids):
        refuse("area.grids_in_use")
    for grid in grids[count:]:
        db.session.delete(grid)
    db.session.flush()
    added = _rows(parent, grids, count)
    if added:
        db.session.execute(insert(Area), added)
    redraw_children(parent)
    data = {"grids": count, "added": len(added), "removed": len(grids[count:])}
    record("area.grids_made", ("area", code), actor=actor, area_path=parent.path, data=data)
    return queries.children(code)


def _rows(parent: Area, grids: list[Area], count: int) -> list[dict[str, Any]]:
    used = set(db.session.scalars(queries.codes_below(parent.code)))
    siblings = [grid.code for grid in grids]
    rows = []
    for number in range(len(grids) + 1, count + 1):
        code = next_code(parent.code, levels.GRID, used, siblings)
        if code is None:
            refuse("area.codes_used_up")
        used.add(code)
        siblings.append(code)
        names = {"name_zh": f"{parent.name_zh}第{number}网格", "name_en": f"{parent.name_en} Grid {number}"}
        place = {"parent_code": parent.code, "path": paths.join(parent.path, code), "valid_from": queries.today()}
        rows.append({"code": code, "level": levels.GRID, **names, **place})
    return rows
