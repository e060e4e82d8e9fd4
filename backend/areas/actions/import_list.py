"""Letting the tree grow below an area by a list: every row or none, and twice is like once."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from backend.areas import queries
from backend.areas.actions.draw_schematic import draw_children
from backend.areas.actions.hold_tree import hold_tree, own
from backend.areas.models import Area
from backend.areas.rules import area_list
from backend.areas.rules.growth import Grown, Growth, Node
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.core.sheets.fault import shown

NODE = ("code", "path", "level", "name_zh", "name_en", "parent_code")


def import_list(
    actor: Actor,
    *,
    under: str,
    columns: Sequence[str],
    rows: list[dict[str, Any]],
    make_parents: bool,
    dry_run: bool,
) -> dict[str, Any]:
    """{dry_run, rows, created, updated, drawn, errors, outcomes: [{line, outcome, code, level, …}]}."""
    if not dry_run:
        hold_tree()
    root = own(actor, under)
    read, faults = area_list.listed(columns, ((row["line"], row["cells"]) for row in rows))
    growth = _growth(root)
    growth.take(read, make_parents=make_parents)
    faults += growth.faults
    writes = not (faults or dry_run)
    done = Counter(one.outcome for one in growth.grown) if writes else Counter[str]()
    return {
        "dry_run": dry_run,
        "rows": len(rows),
        "created": done["created"],
        "updated": done["updated"],
        "drawn": _write(actor, root, growth.grown) if writes else 0,
        "errors": shown(faults),
        "outcomes": [_outcome(one) for one in growth.grown],
    }


def _growth(root: Area) -> Growth:
    query = select(Area).where(queries.in_subtree(root.path), queries.in_force()).order_by(Area.path)
    nodes = [_node(area) for area in db.session.scalars(query)]
    return Growth(_node(root), nodes, db.session.scalars(queries.codes_below(root.code)))


def _node(area: Area) -> Node:
    return Node(**{name: getattr(area, name) for name in NODE})


def _write(actor: Actor, root: Area, grown: list[Grown]) -> int:
    """Returns how many areas got a schematic shape."""
    new = [_row(one.node) for one in grown if one.outcome == "created"]
    changed = [one.node for one in grown if one.outcome == "updated"]
    if new:
        db.session.execute(insert(Area), new)
    for node in changed:
        area = db.session.get_one(Area, node.code)
        area.name_zh, area.name_en = node.name_zh, node.name_en
    if not (new or changed):
        return 0
    # From above: what has just been drawn is split among those below it.
    parents = sorted({row["parent_code"] for row in new}, key=lambda code: (len(code), code))
    drawn = sum(draw_children(db.session.get_one(Area, code)) for code in parents)
    data = {"added": len(new), "changed": len(changed), "drawn": drawn}
    record("area.imported", ("area", root.code), actor=actor, area_path=root.path, data=data)
    return drawn


def _row(node: Node) -> dict[str, Any]:
    return {name: getattr(node, name) for name in NODE} | {"valid_from": queries.today()}


def _outcome(one: Grown) -> dict[str, Any]:
    node = one.node
    return {
        "line": one.line, "outcome": one.outcome, "code": node.code, "level": node.level,
        "name_zh": node.name_zh, "parent_code": node.parent_code,
    }  # fmt: skip
