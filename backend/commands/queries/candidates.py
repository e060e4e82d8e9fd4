"""Who could stand in at a place: standby or duty there, else the same role there, else another lead, else around."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from backend.areas.rules.levels import GRID
from backend.areas.rules.paths import ancestors
from backend.core import clock
from backend.core.db import db


class Candidate(NamedTuple):
    id: UUID
    #: standby, duty, lead, role
    chosen: str
    role: str | None
    is_recipient: bool


def next_one(order_id: UUID, *, area_path: str, level: str, for_person: UUID) -> Candidate | None:
    """A grid has often one worker: then those of the grids around it, in its community, are next.

    Never who fell out himself, who was pulled in before, or who has declined or asks for help under this order."""
    around = ancestors(area_path)[-1] if level == GRID else area_path
    columns = {
        "order_id": order_id,
        "path": area_path,
        "around": around,
        "for_person": for_person,
        "now": clock.now(),
    }
    row: Any = db.session.execute(text(CANDIDATES), columns).first()
    return None if row is None else Candidate(*row)


# The role is that in which the other one was needed there: a volunteer does not stand in for a commander.
CANDIDATES = """
WITH needed AS (
    SELECT role FROM role_grant
    WHERE person_id = :for_person AND revoked_at IS NULL AND area_path = :path
    UNION SELECT role FROM delivery WHERE order_id = :order_id AND person_id = :for_person AND role IS NOT NULL
), found AS (
    SELECT duty_period.person_id, duty_period.kind AS chosen,
        CASE duty_period.kind WHEN 'standby' THEN 1 ELSE 2 END AS rank,
        (SELECT min(role) FROM role_grant WHERE role_grant.person_id = duty_period.person_id AND revoked_at IS NULL
            AND role_grant.area_path = :path) AS role, duty_period.started_at AS since
    FROM duty_period
    WHERE duty_period.area_path = :path AND ended_at IS NULL AND ends_at > :now
    UNION ALL
    SELECT person_id, CASE WHEN is_lead THEN 'lead' ELSE 'role' END,
        CASE WHEN role NOT IN (SELECT role FROM needed) THEN 5 WHEN is_lead THEN 3 ELSE 4 END, role, granted_at
    FROM role_grant
    WHERE area_path = :path AND revoked_at IS NULL AND (is_lead OR role IN (SELECT role FROM needed))
    UNION ALL
    SELECT person_id, 'role', 6, role, granted_at
    FROM role_grant
    WHERE area_path >= :around AND area_path < :around || '~' AND area_path <> :path AND revoked_at IS NULL
        AND role IN (SELECT role FROM needed)
)
SELECT found.person_id, found.chosen, found.role, delivery.person_id IS NOT NULL
FROM found
JOIN person ON person.id = found.person_id AND person.active
LEFT JOIN delivery ON delivery.order_id = :order_id AND delivery.person_id = found.person_id
WHERE found.person_id <> :for_person
    AND (delivery.state IS NULL OR delivery.state NOT IN (41, 42))
    AND NOT EXISTS (
        SELECT FROM substitute WHERE substitute.order_id = :order_id
            AND (substitute.person_id = found.person_id OR substitute.for_person_id = found.person_id)
    )
ORDER BY found.rank, found.since, found.person_id
LIMIT 1
"""
