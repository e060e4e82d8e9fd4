"""A target resolved, before anybody taps: how many, where, how reached, and who is reached by nothing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Row, Select, func, select, text

from backend.areas.models import Area
from backend.areas.rules.paths import codes, covers
from backend.commands.queries.targets import Recipients
from backend.core.db import db
from backend.identity.models import Person
from backend.push.queries.reach import reachable_people

NAMED_AT_MOST = 200
WAYS = ("webpush", "live", "none")
Leaves = Sequence[Row[*tuple[Any, ...]]]


def leaves(recipients: Recipients) -> Leaves:
    """The places at which recipients count, with how many there are and how they are reached."""
    return db.session.execute(_leaves(recipients)).all()


def unreachable(recipients: Recipients) -> Leaves:
    """Those whom no channel leads to, by name; the first of them."""
    return db.session.execute(_unreachable(recipients)).all()


def _reached(recipients: Recipients) -> CTE:
    """Each recipient and the best way to him."""
    chosen = recipients.subquery("chosen")
    reach = reachable_people()
    return (
        select(
            chosen.c.person_id,
            chosen.c.node_path,
            func.coalesce(reach.c.webpush, False).label("webpush"),
            (func.coalesce(reach.c.live, False) & ~func.coalesce(reach.c.webpush, False)).label("live"),
            reach.c.person_id.is_(None).label("none"),
        )
        .outerjoin(reach, reach.c.person_id == chosen.c.person_id)
        .cte("reached")
    )


def _leaves(recipients: Recipients) -> Select[*tuple[Any, ...]]:
    reached = _reached(recipients)
    counts = [func.count().filter(reached.c[way]).label(way) for way in WAYS]
    return select(reached.c.node_path, func.count().label("people"), *counts).group_by(reached.c.node_path)


def _unreachable(recipients: Recipients) -> Select[*tuple[Any, ...]]:
    reached = _reached(recipients)
    return (
        select(
            Person.id.label("person_id"),
            Person.name,
            Person.phone,
            Area.name_zh.label("area_name_zh"),
            Area.name_en.label("area_name_en"),
        )
        .select_from(reached)
        .join(Person, Person.id == reached.c.person_id)
        .join(Area, Area.path == reached.c.node_path)
        .where(reached.c.none)
        .order_by(reached.c.node_path, Person.name, Person.id)
        .limit(NAMED_AT_MOST)
    )


def nodes(leaves: Leaves, own: Sequence[str]) -> list[dict[str, Any]]:
    """Every place of the subtrees `own` at or above a recipient, parents first, with the people of its subtree.

    Whoever is responsible further up is not the commander's to list, and nor is his number.
    """
    sums: dict[str, dict[str, int]] = {}
    for leaf in leaves:
        for code in codes(leaf.node_path):
            counted = sums.setdefault(code, dict.fromkeys(("people", *WAYS), 0))
            for name in counted:
                counted[name] += getattr(leaf, name)
    rows = db.session.execute(text(NODES), {"codes": list(sums)})
    return [_node(row, sums[row.area_code]) for row in rows if any(covers(path, row.path) for path in own)]


def _node(row: Row[*tuple[Any, ...]], counted: dict[str, int]) -> dict[str, Any]:
    lead = {"id": row.lead_id, "name": row.lead_name, "phone": row.lead_phone} if row.lead_id else None
    names = {name: getattr(row, name) for name in ("area_code", "name_zh", "name_en", "level")}
    return {
        **names,
        "path": row.path,
        "people": counted["people"],
        "responsible": lead,
        "reach": {way: counted[way] for way in WAYS},
    }


NODES = """
SELECT area.code AS area_code, area.path, area.name_zh, area.name_en, area.level,
    lead.id AS lead_id, lead.name AS lead_name, lead.phone AS lead_phone
FROM area
LEFT JOIN LATERAL (
    SELECT person.id, person.name, person.phone
    FROM role_grant JOIN person ON person.id = role_grant.person_id AND person.active
    WHERE role_grant.area_path = area.path AND role_grant.is_lead AND role_grant.revoked_at IS NULL
    ORDER BY role_grant.granted_at, role_grant.id
    LIMIT 1
) AS lead ON true
WHERE area.code = ANY(CAST(:codes AS text[]))
ORDER BY area.path
"""
