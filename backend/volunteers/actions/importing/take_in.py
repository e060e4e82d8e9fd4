"""Lines that were judged become people of the register: a page of them per transaction, so that progress is seen."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from backend.areas import queries as areas
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.core.jobs import defer
from backend.identity.actions.create_person import one_list_at_a_time
from backend.identity.queries import actors
from backend.volunteers import policy
from backend.volunteers.actions.importing import judge
from backend.volunteers.models.register_import import RegisterImport
from backend.volunteers.queries import imports
from backend.volunteers.rules import consent, import_life


def confirm(actor: Actor, import_id: UUID, *, similar: str) -> None:
    """The person who sent it has seen what would become of it; `similar`: what similar lines are. Twice is once."""
    row = imports.one_to_change(actor, import_id)
    if row.state in {import_life.TAKING_IN, import_life.TAKEN_IN}:
        return
    if row.state != import_life.JUDGED:
        refuse("register.not_judged", state=row.state)
    row.state, row.similar, row.rows_done = import_life.TAKING_IN, similar, 0
    data = {"similar": similar, "counts": row.counts}
    record("register.confirmed", ("register_import", import_id), actor=actor, data=data)


def take_in(import_id: UUID) -> None:
    """The next page. Safe to run twice: where it goes on stands in its row, which is held."""
    row = db.session.get(RegisterImport, import_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != import_life.TAKING_IN:
        return
    actor = actors.absent(row.person_id)
    if actor is None:
        row.state = import_life.FAILED
        return
    one_list_at_a_time()
    if row.rows_done == 0:
        # Days may lie between the look and the word: whoever came in since is seen.
        row.counts = judge.judge(import_id, policy.kept(actor))
    last = write(row, row.rows_done)
    if last is not None:
        row.rows_done = last
        defer("volunteers.take_list_in", subject_id=str(import_id))
        return
    row.rows_done, row.state, row.taken_in_at = row.rows_total, import_life.TAKEN_IN, clock.now()
    data = {"counts": row.counts, "similar": row.similar}
    record("register.taken_in", ("register_import", import_id), actor=actor, data=data)


def write(row: RegisterImport, after: int) -> int | None:
    """A page of lines behind `after`; returns its last line, None where there were none."""
    given: dict[str, Any] = {
        "import_id": row.id,
        "after": after,
        "page": import_life.PAGE,
        "by": row.person_id,
        "now": clock.now(),
        "today": areas.today(),
        "days": consent.KEPT.days,
        "purposes": list(consent.PURPOSES),
        "as_same": row.similar == "same",
    }
    last: int | None = db.session.scalar(text(LAST), given)
    if last is not None:
        for statement in STEPS:
            db.session.execute(text(statement), {**given, "last": last})
    return last


LAST = """
SELECT max(no) FROM (
    SELECT no FROM register_row WHERE import_id = :import_id AND no > :after ORDER BY no LIMIT :page
) AS page
"""

# A similar line is what was decided. The register keeps its spelling of the name; a new number is the list's point.
DECIDED = """
UPDATE register_row SET
    verdict = CASE WHEN :as_same THEN 'changed' ELSE 'new' END,
    changes = CASE WHEN :as_same THEN ARRAY['external_id', 'skills', 'availability', 'consented_on']
        || CASE found_by WHEN 'name_and_grid' THEN ARRAY['phone'] ELSE '{}' END ELSE '{}' END,
    person_id = CASE WHEN :as_same THEN person_id END
WHERE import_id = :import_id AND no > :after AND no <= :last AND verdict = 'similar'
"""

NAMED = """
UPDATE register_row SET person_id = gen_random_uuid()
WHERE import_id = :import_id AND no > :after AND no <= :last AND verdict = 'new' AND person_id IS NULL
"""

PEOPLE = """
INSERT INTO person (id, name, phone, area_code, area_path, lng_wgs84, lat_wgs84, created_at)
SELECT person_id, name, phone, area_code, area_path, NULL, NULL, :now FROM register_row
WHERE import_id = :import_id AND no > :after AND no <= :last AND verdict = 'new'
ON CONFLICT DO NOTHING
"""

VOLUNTEERS = """
INSERT INTO volunteer (person_id, external_id, skills, availability, purposes, consented_on, kept_until, source,
    joined_at, updated_at)
SELECT person_id, external_id, skills, availability, CASE WHEN consented_on IS NULL THEN '{}' ELSE
    CAST(:purposes AS text[]) END, consented_on, coalesce(consented_on, CAST(:today AS date)) + CAST(:days AS integer),
    'import', :now, :now
FROM register_row
WHERE import_id = :import_id AND no > :after AND no <= :last
    AND (verdict = 'new' OR (verdict = 'changed' AND 'register' = ANY (changes)))
ON CONFLICT DO NOTHING
"""

GRANTS = """
INSERT INTO role_grant (id, person_id, role, area_code, area_path, granted_by, granted_at)
SELECT gen_random_uuid(), person_id, 'volunteer', area_code, area_path, :by, :now
FROM register_row
WHERE import_id = :import_id AND no > :after AND no <= :last
    AND (verdict = 'new' OR (verdict = 'changed' AND 'register' = ANY (changes)))
ON CONFLICT DO NOTHING
"""

MERGED = """
INSERT INTO volunteer_merge (id, kept_id, import_id, why, said, by, at)
SELECT gen_random_uuid(), line.person_id, :import_id, 'list', jsonb_build_object('line', other.no, 'name', other.name,
    'phone', other.phone, 'external_id', other.external_id, 'grid', other.area_code), :by, :now
FROM register_row AS other JOIN register_row AS line ON line.import_id = :import_id AND line.no = other.same_as
WHERE other.import_id = :import_id AND other.no > :after AND other.no <= :last AND other.verdict = 'duplicate'
    AND line.person_id IS NOT NULL
UNION ALL
SELECT gen_random_uuid(), person.id, :import_id, line.found_by, jsonb_build_object('line', line.no,
    'changes', to_jsonb(line.changes), 'name', person.name, 'phone', person.phone, 'grid', person.area_code), :by, :now
FROM register_row AS line JOIN person ON person.id = line.person_id
WHERE line.import_id = :import_id AND line.no > :after AND line.no <= :last AND line.verdict = 'changed'
"""

CORRECTED = """
UPDATE person SET
    name = CASE WHEN 'name' = ANY (changes) THEN line.name ELSE person.name END,
    phone = CASE WHEN 'phone' = ANY (changes) THEN line.phone ELSE person.phone END,
    area_code = CASE WHEN 'grid' = ANY (changes) THEN line.area_code ELSE person.area_code END,
    area_path = CASE WHEN 'grid' = ANY (changes) THEN line.area_path ELSE person.area_path END
FROM register_row AS line
WHERE line.import_id = :import_id AND line.no > :after AND line.no <= :last AND line.verdict = 'changed'
    AND person.id = line.person_id
    AND line.changes && ARRAY['name', 'phone', 'grid'] AND NOT EXISTS (
        SELECT FROM role_grant WHERE role_grant.person_id = person.id AND revoked_at IS NULL AND role <> 'volunteer'
    )
"""

MOVED = """
UPDATE role_grant SET area_code = line.area_code, area_path = line.area_path
FROM register_row AS line
WHERE line.import_id = :import_id AND line.no > :after AND line.no <= :last AND line.verdict = 'changed'
    AND 'grid' = ANY (line.changes)
    AND role_grant.person_id = line.person_id AND role_grant.role = 'volunteer' AND revoked_at IS NULL
    AND NOT EXISTS (SELECT FROM role_grant AS other WHERE other.person_id = line.person_id
        AND other.role = 'volunteer' AND other.revoked_at IS NULL AND other.id <> role_grant.id)
"""

ADDED = """
UPDATE volunteer SET
    external_id = coalesce(volunteer.external_id, line.external_id),
    skills = ARRAY(SELECT DISTINCT skill FROM unnest(volunteer.skills || line.skills) AS skill ORDER BY skill),
    availability = CASE WHEN line.availability = '{}' THEN volunteer.availability ELSE line.availability END,
    purposes = CASE WHEN 'consented_on' = ANY (changes) THEN CAST(:purposes AS text[]) ELSE volunteer.purposes END,
    consented_on = greatest(volunteer.consented_on, line.consented_on),
    kept_until = greatest(volunteer.kept_until, line.consented_on + CAST(:days AS integer)),
    updated_at = :now
FROM register_row AS line
WHERE line.import_id = :import_id AND line.no > :after AND line.no <= :last AND line.verdict = 'changed'
    AND volunteer.person_id = line.person_id
"""

# What was there is written down before it is corrected.
STEPS = (DECIDED, NAMED, PEOPLE, MERGED, VOLUNTEERS, GRANTS, CORRECTED, MOVED, ADDED)
