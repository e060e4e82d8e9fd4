"""A target resolved, before anybody taps: how many, where, how reached, and who is reached by nothing."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import CTE, Row, Select, false, func, or_, select, text

from backend.areas.models import Area
from backend.areas.rules.paths import codes, covers
from backend.commands.queries import ladder_reach
from backend.commands.queries.targets import Recipients
from backend.core.db import db
from backend.identity.models import Person
from backend.push.queries.reach import reachable_people

NAMED_AT_MOST = 200
#: the best way to somebody; ladder: only what comes later leads to him
WAYS = ("webpush", "live", "ladder", "none")
Leaves = Sequence[Row[*tuple[Any, ...]]]


class Ladder(NamedTuple):
    """The channels of a plan that lead to people who stay silent."""

    channels: Sequence[str] = ()

    @classmethod
    def of(cls, plan: Mapping[str, Any] | None, *, status: str) -> "Ladder":
        return cls([step["channel"] for step in ladder_reach.steps(plan, status=status)])


def leaves(recipients: Recipients, ladder: Ladder) -> Leaves:
    """The places at which recipients count, with how many there are and how they are reached: by which way best, and
    how many each channel of the ladder leads to (`by_sms`)."""
    return db.session.execute(_leaves(recipients, ladder)).all()


def unreachable(recipients: Recipients, ladder: Ladder) -> Leaves:
    """Those whom no channel leads to, by name; the first of them."""
    return db.session.execute(_unreachable(recipients, ladder)).all()


def by(channel: str) -> str:
    return f"by_{channel}"


def _reached(recipients: Recipients, ladder: Ladder) -> CTE:
    """Each recipient and the best way to him."""
    chosen = recipients.subquery("chosen")
    reach = reachable_people()
    each = (
        select(
            chosen.c.person_id,
            chosen.c.node_path,
            func.coalesce(reach.c.webpush, False).label("webpush"),
            (func.coalesce(reach.c.live, False) & ~func.coalesce(reach.c.webpush, False)).label("live"),
            reach.c.person_id.is_(None).label("silent"),
            *(ladder_reach.leads(channel).label(by(channel)) for channel in ladder.channels),
        )
        .join(Person, Person.id == chosen.c.person_id)
        .outerjoin(reach, reach.c.person_id == chosen.c.person_id)
        .cte("each_of_them")
    )
    led = or_(false(), *(each.c[by(channel)] for channel in ladder.channels))
    ways = ((each.c.silent & led).label("ladder"), (each.c.silent & ~led).label("none"))
    return select(each, *ways).cte("reached")


def _leaves(recipients: Recipients, ladder: Ladder) -> Select[*tuple[Any, ...]]:
    reached = _reached(recipients, ladder)
    names = (*WAYS, *map(by, ladder.channels))
    counts = [func.count().filter(reached.c[name]).label(name) for name in names]
    return select(reached.c.node_path, func.count().label("people"), *counts).group_by(reached.c.node_path)


def _unreachable(recipients: Recipients, ladder: Ladder) -> Select[*tuple[Any, ...]]:
    reached = _reached(recipients, ladder)
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
