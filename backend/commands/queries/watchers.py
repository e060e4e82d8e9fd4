"""Who is responsible for a place now, when something climbs there: the duty officer on duty, else its commander."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from backend.core import clock
from backend.core.db import db


class Watcher(NamedTuple):
    id: UUID
    name: str


def responsible(area_path: str, *, but: UUID | None = None) -> Watcher | None:
    """Null where the place has neither; `but`: whoever has just failed to answer is not told of himself."""
    row: Any = db.session.execute(text(RESPONSIBLE), {"path": area_path, "but": but, "now": clock.now()}).first()
    return None if row is None else Watcher(row.id, row.name)


RESPONSIBLE = """
SELECT person.id, person.name
FROM role_grant
JOIN person ON person.id = role_grant.person_id AND person.active
LEFT JOIN duty_period ON duty_period.person_id = person.id AND duty_period.kind = 'duty'
    AND duty_period.area_path = role_grant.area_path AND duty_period.ended_at IS NULL AND duty_period.ends_at > :now
WHERE role_grant.area_path = :path AND role_grant.role IN ('commander', 'duty_officer')
    AND role_grant.revoked_at IS NULL AND person.id IS DISTINCT FROM CAST(:but AS uuid)
ORDER BY (role_grant.role = 'duty_officer' AND duty_period.id IS NOT NULL) DESC, (role_grant.role = 'commander') DESC,
    role_grant.is_lead DESC, role_grant.granted_at, role_grant.id
LIMIT 1
"""
