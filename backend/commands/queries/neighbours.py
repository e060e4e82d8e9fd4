"""Who can go and knock, place by place: somebody at work near by who is not silent himself."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from backend.commands.rules.door_knocks import DUTY_OFFICER, NEAREST_GRID, NOBODY, SAME_GRID
from backend.core import clock
from backend.core.db import db

#: an order and the place where its silent people count: code and path
Place = tuple[UUID, str, str]


class Neighbour(NamedTuple):
    """Who goes, why he, and the grid that he comes from."""

    worker_id: UUID | None
    reason: str
    from_code: str | None


def neighbours(places: Iterable[Place]) -> dict[tuple[UUID, str], Neighbour]:
    """By order and code. Of nobody near by who could go, the officer who covers the place closest."""
    asked = sorted(set(places))
    columns = {
        "orders": [order_id for order_id, _, _ in asked],
        "codes": [code for _, code, _ in asked],
        "paths": [path for _, _, path in asked],
    }
    rows = db.session.execute(text(CHOOSE), {**columns, "now": clock.now()})
    return {(row.order_id, row.node_code): _chosen(*row[1:]) for row in rows}


def _chosen(
    node_code: str, on_duty: UUID | None, near: UUID | None, near_code: str | None, officer: UUID | None
) -> Neighbour:
    if on_duty is not None:
        return Neighbour(on_duty, SAME_GRID, node_code)
    if near is not None:
        return Neighbour(near, SAME_GRID if near_code == node_code else NEAREST_GRID, near_code)
    if officer is not None:
        return Neighbour(officer, DUTY_OFFICER, None)
    return Neighbour(None, NOBODY, None)


# Who declined or needs help himself is sent nowhere, and who has not answered cannot be counted on.
_CAN_GO = """(his.person_id IS NULL OR (his.answered_at IS NOT NULL AND coalesce(his.answer, 40) = 40))"""

CHOOSE = f"""
SELECT place.order_id, place.node_code, on_duty.person_id AS on_duty, near.person_id AS near,
    near.node_code AS near_code, officer.person_id AS officer
FROM unnest(CAST(:orders AS uuid[]), CAST(:codes AS text[]), CAST(:paths AS text[]))
    AS place (order_id, node_code, node_path)
JOIN area AS here ON here.code = place.node_code
LEFT JOIN LATERAL (
    SELECT duty_period.person_id
    FROM duty_period
    JOIN person ON person.id = duty_period.person_id AND person.active
    LEFT JOIN delivery AS his ON his.order_id = place.order_id AND his.person_id = duty_period.person_id
    WHERE here.level = 'grid' AND duty_period.area_path = place.node_path COLLATE "C" AND duty_period.kind = 'duty'
        AND duty_period.ended_at IS NULL AND duty_period.ends_at > :now AND {_CAN_GO}
    ORDER BY duty_period.started_at, duty_period.person_id LIMIT 1
) AS on_duty ON true
LEFT JOIN LATERAL (
    SELECT his.person_id, his.node_code
    FROM delivery AS his
    JOIN person ON person.id = his.person_id AND person.active
    JOIN area AS there ON there.code = his.node_code
    WHERE here.level = 'grid' AND his.order_id = place.order_id AND his.role = 'grid_worker'
        AND his.node_path >= left(place.node_path, -length(place.node_code) - 1) COLLATE "C"
        AND his.node_path < left(place.node_path, -length(place.node_code) - 1) COLLATE "C" || '~'
        AND his.answered_at IS NOT NULL AND coalesce(his.answer, 40) = 40
    ORDER BY his.node_code <> place.node_code,
        power((there.lng_wgs84 - here.lng_wgs84) * cos(radians(here.lat_wgs84)), 2)
            + power(there.lat_wgs84 - here.lat_wgs84, 2) NULLS LAST,
        his.answered_at, his.person_id
    LIMIT 1
) AS near ON true
LEFT JOIN LATERAL (
    SELECT role_grant.person_id
    FROM role_grant
    JOIN person ON person.id = role_grant.person_id AND person.active
    LEFT JOIN delivery AS his ON his.order_id = place.order_id AND his.person_id = role_grant.person_id
    LEFT JOIN duty_period ON duty_period.person_id = role_grant.person_id AND duty_period.ended_at IS NULL
        AND duty_period.ends_at > :now
    WHERE role_grant.role = 'duty_officer' AND role_grant.revoked_at IS NULL AND {_CAN_GO}
        AND role_grant.area_path = ANY (
            SELECT above.path FROM area AS above
            WHERE above.code = ANY(string_to_array(rtrim(place.node_path, '.'), '.'))
        )
    ORDER BY length(role_grant.area_path) DESC, duty_period.id IS NULL, role_grant.granted_at, role_grant.id
    LIMIT 1
) AS officer ON true
"""  # noqa: S608 - of constants
