"""People and grants going along when an area gets a successor."""

from sqlalchemy import text

from backend.areas.queries import today
from backend.areas.rules.paths import upper
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.identity.rules.roles import AUTHORITY

#: Former areas and what followed them; absorbed where it was there before, or follows several.
FORMER = """former AS (
    SELECT old.code, old.path, new.code AS successor_code, new.valid_from < old.valid_to
        OR (SELECT count(*) FROM area WHERE successor_code = new.code) > 1 AS absorbed
    FROM area AS old JOIN area AS new ON new.code = old.successor_code WHERE old.valid_to <= :today
)"""

#: Former areas of the subtree, each with the last one that followed it. UNION ends a circle.
FOLLOWED = f"""
WITH RECURSIVE {FORMER}, step AS (
    SELECT code AS was, successor_code AS code, absorbed FROM former WHERE path >= :path AND path < :upper
  UNION
    SELECT step.was, former.successor_code, step.absorbed OR former.absorbed
    FROM step JOIN former ON former.code = step.code
), followed AS (
    SELECT step.was, area.code, area.path, step.absorbed FROM step JOIN area ON area.code = step.code
    WHERE area.successor_code IS NULL OR area.valid_to > :today
)"""  # noqa: S608 - a constant of this module

MOVE_PEOPLE = f"""{FOLLOWED}
UPDATE person SET area_code = followed.code, area_path = followed.path FROM followed
WHERE person.area_code = followed.was AND person.area_path >= :path AND person.area_path < :upper"""  # noqa: S608 - constants of this module

#: Authority never grows by itself: who commanded what was absorbed does not command what absorbed it, until granted.
REVOKE_ABSORBED = f"""{FOLLOWED}
UPDATE role_grant SET revoked_at = :now FROM followed
WHERE role_grant.area_code = followed.was AND followed.absorbed AND role_grant.role = ANY(:authority)
  AND revoked_at IS NULL"""  # noqa: S608 - constants of this module

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
    known = {"path": path, "upper": upper(path), "today": today(), "now": clock.now(), "authority": list(AUTHORITY)}
    people = db.session.execute(text(MOVE_PEOPLE), known).rowcount  # type: ignore[attr-defined]  # a CursorResult
    revoked = db.session.execute(text(REVOKE_ABSORBED), known).rowcount  # type: ignore[attr-defined]  # a CursorResult
    db.session.execute(text(DROP_DOUBLES), known)
    grants = db.session.execute(text(MOVE_GRANTS), known).rowcount  # type: ignore[attr-defined]  # a CursorResult
    if people or grants or revoked:
        counted = {"people": people, "grants": grants, "revoked": revoked}
        record("people.rehomed", ("area", path), data=counted)
