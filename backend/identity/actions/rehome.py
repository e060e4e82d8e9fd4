"""People and grants going along when an area gets a successor."""

from sqlalchemy import text

from backend.areas.queries import today
from backend.areas.rules.paths import upper
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record

#: Former areas of the subtree, each with the last one that followed it. UNION ends a circle.
FOLLOWED = """
WITH RECURSIVE step AS (
    SELECT code AS was, successor_code AS code FROM area
    WHERE path >= :path AND path < :upper AND successor_code IS NOT NULL AND valid_to <= :today
  UNION
    SELECT step.was, area.successor_code FROM step JOIN area ON area.code = step.code
    WHERE area.successor_code IS NOT NULL AND area.valid_to <= :today
), followed AS (
    SELECT step.was, area.code, area.path FROM step JOIN area ON area.code = step.code
    WHERE area.successor_code IS NULL OR area.valid_to > :today
)"""

MOVE_PEOPLE = f"""{FOLLOWED}
UPDATE person SET area_code = followed.code, area_path = followed.path FROM followed
WHERE person.area_code = followed.was AND person.area_path >= :path AND person.area_path < :upper"""  # noqa: S608 - constants of this module

#: Two areas that became one would leave a person the same grant twice: the leading or else the older one stays.
DROP_DOUBLES = f"""{FOLLOWED}, ranked AS (
    SELECT role_grant.id, row_number() OVER (
        PARTITION BY person_id, role, coalesce(followed.code, area_code)
        ORDER BY is_lead DESC, granted_at, role_grant.id
    ) AS place
    FROM role_grant LEFT JOIN followed ON followed.was = role_grant.area_code
    WHERE revoked_at IS NULL AND coalesce(followed.code, area_code) IN (SELECT code FROM followed)
)
UPDATE role_grant SET revoked_at = :now FROM ranked WHERE role_grant.id = ranked.id AND ranked.place > 1"""  # noqa: S608 - as above

MOVE_GRANTS = f"""{FOLLOWED}
UPDATE role_grant SET area_code = followed.code, area_path = followed.path FROM followed
WHERE role_grant.area_code = followed.was AND role_grant.area_path >= :path AND role_grant.area_path < :upper
  AND revoked_at IS NULL"""  # noqa: S608 - as above


def rehome(path: str) -> None:
    """Follow the successors of every former area under the path; a second time changes nothing."""
    known = {"path": path, "upper": upper(path), "today": today(), "now": clock.now()}
    people = db.session.execute(text(MOVE_PEOPLE), known).rowcount  # type: ignore[attr-defined]  # a CursorResult
    db.session.execute(text(DROP_DOUBLES), known)
    grants = db.session.execute(text(MOVE_GRANTS), known).rowcount  # type: ignore[attr-defined]  # a CursorResult
    if people or grants:
        record("people.rehomed", ("area", path), data={"people": people, "grants": grants})
