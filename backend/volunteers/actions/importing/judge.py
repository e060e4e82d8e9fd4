"""What would become of each line of a list: set by set, so that a hundred thousand take seconds."""

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from backend.areas.rules.paths import upper
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.identity.queries import actors
from backend.volunteers import policy
from backend.volunteers.models.register_import import RegisterImport
from backend.volunteers.rules import import_life


def judge_list(import_id: UUID) -> None:
    """Safe to run twice: it begins anew each time."""
    row = db.session.get(RegisterImport, import_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != import_life.JUDGING:
        return
    actor = actors.absent(row.person_id)
    row.counts = judge(import_id, policy.kept(actor) if actor else ())
    row.state, row.judged_at = import_life.JUDGED, clock.now()
    record("register.judged", ("register_import", import_id), data={"counts": row.counts})


def judge(import_id: UUID, own: tuple[str, ...]) -> dict[str, int]:
    """Verdict → lines. `own` are the subtrees whose people the list may correct."""
    given = {"import_id": import_id, "lows": list(own), "highs": [upper(path) for path in own], **FAULTS}
    db.session.execute(text("ANALYZE register_row"))
    for statement in FIRST:
        db.session.execute(text(statement), given)
    while _follow(given):
        pass
    for statement in THEN:
        db.session.execute(text(statement), given)
    found = db.session.execute(text(COUNT), given)
    counted: dict[str, int] = {verdict: count for verdict, count in found}  # noqa: C416 - a Row is no pair to mypy
    return {verdict: counted.get(verdict, 0) for verdict in import_life.VERDICTS}


def _follow(given: dict[str, Any]) -> bool:
    """A line that repeats one which is a repetition itself repeats the first of them."""
    done: Any = db.session.execute(text(FOLLOW), given)
    return bool(done.rowcount)


FAULTS = {
    "two_people": orjson.dumps([["external_id", "volunteer.two_people", {}]]).decode(),
    "elsewhere": orjson.dumps([["name", "volunteer.elsewhere", {}]]).decode(),
}

BEGIN = """
UPDATE register_row SET verdict = CASE WHEN faults = '[]' THEN NULL ELSE 'refused' END, person_id = NULL,
    found_by = NULL, same_as = NULL, changes = '{}'
WHERE import_id = :import_id
"""

# The same number of 志愿汇, or the same name and phone number, on an earlier line. Two numbers are two people.
REPEATED = """
WITH line AS (
    SELECT no, external_id, name, phone,
        CASE WHEN external_id IS NOT NULL THEN first_value(no) OVER by_id END AS first_by_id,
        first_value(no) OVER by_name AS first_by_name, first_value(external_id) OVER by_name AS other_id,
        first_value(name) OVER by_id AS other_name, first_value(phone) OVER by_id AS other_phone
    FROM register_row WHERE import_id = :import_id AND verdict IS NULL
    WINDOW by_id AS (PARTITION BY external_id ORDER BY no),
        by_name AS (PARTITION BY name, phone ORDER BY external_id IS NULL, no)
), said AS (
    SELECT no, least(nullif(first_by_id, no), nullif(first_by_name, no)) AS first,
        first_by_id <> no AND name <> other_name AND phone <> other_phone AS is_another,
        external_id <> other_id AS has_another
    FROM line
)
UPDATE register_row SET
    verdict = CASE WHEN is_another OR has_another THEN 'refused' ELSE 'duplicate' END,
    same_as = CASE WHEN is_another OR has_another THEN NULL ELSE first END,
    faults = CASE WHEN is_another OR has_another THEN CAST(:two_people AS jsonb) ELSE faults END
FROM said
WHERE register_row.import_id = :import_id AND register_row.no = said.no AND said.first IS NOT NULL
"""

FOLLOW = """
UPDATE register_row AS line SET same_as = earlier.same_as
FROM register_row AS earlier
WHERE line.import_id = :import_id AND earlier.import_id = :import_id AND earlier.no = line.same_as
    AND earlier.verdict = 'duplicate' AND line.verdict = 'duplicate' AND line.same_as <> earlier.same_as
    AND earlier.same_as <> line.no
"""

# Who it is for certain: by his number of 志愿汇, else by name and phone number; a volunteer before anybody else.
KNOWN = """
WITH by_id AS (
    SELECT register_row.no, volunteer.person_id FROM register_row
    JOIN volunteer ON volunteer.external_id = register_row.external_id
    WHERE register_row.import_id = :import_id AND register_row.verdict IS NULL
), by_name AS (
    SELECT DISTINCT ON (register_row.no) register_row.no, person.id AS person_id,
        volunteer.external_id <> register_row.external_id AS is_another
    FROM register_row
    JOIN person ON person.phone = register_row.phone AND person.name = register_row.name AND person.active
    LEFT JOIN volunteer ON volunteer.person_id = person.id
    WHERE register_row.import_id = :import_id AND register_row.verdict IS NULL
    ORDER BY register_row.no, volunteer.person_id IS NULL, person.created_at, person.id
), found AS (
    SELECT coalesce(by_id.no, by_name.no) AS no, coalesce(by_id.person_id, by_name.person_id) AS person_id,
        by_id.person_id IS NULL AS by_name_alone,
        by_id.person_id <> by_name.person_id OR (by_id.person_id IS NULL AND by_name.is_another) AS is_two
    FROM by_id FULL JOIN by_name ON by_name.no = by_id.no
), placed AS (
    SELECT found.*, EXISTS (
        SELECT FROM unnest(CAST(:lows AS text[]), CAST(:highs AS text[])) AS own (low, high)
        WHERE person.area_path >= own.low COLLATE "C" AND person.area_path < own.high COLLATE "C"
    ) AS is_own,
        row_number() OVER (PARTITION BY found.person_id ORDER BY found.no) AS nth,
        first_value(found.no) OVER (PARTITION BY found.person_id ORDER BY found.no) AS first
    FROM found JOIN person ON person.id = found.person_id
)
UPDATE register_row SET
    person_id = CASE WHEN is_own AND is_two IS NOT TRUE THEN placed.person_id END,
    found_by = CASE WHEN by_name_alone THEN 'name_and_phone' ELSE 'external_id' END,
    verdict = CASE WHEN is_two IS TRUE OR NOT is_own THEN 'refused' WHEN nth > 1 THEN 'duplicate' ELSE 'same' END,
    same_as = CASE WHEN is_own AND is_two IS NOT TRUE AND nth > 1 THEN first END,
    faults = CASE
        WHEN is_two IS TRUE THEN CAST(:two_people AS jsonb)
        WHEN NOT is_own THEN CAST(:elsewhere AS jsonb)
        ELSE faults END
FROM placed
WHERE register_row.import_id = :import_id AND register_row.no = placed.no
"""

# What repeats a line adds to what the line says.
UNITED = """
WITH more AS (
    SELECT same_as AS no, array_agg(skill) AS skills FROM register_row, unnest(skills) AS skill
    WHERE import_id = :import_id AND verdict = 'duplicate' GROUP BY same_as
)
UPDATE register_row SET
    skills = ARRAY(SELECT DISTINCT skill FROM unnest(register_row.skills || more.skills) AS skill ORDER BY skill)
FROM more WHERE register_row.import_id = :import_id AND register_row.no = more.no
"""

# Whose name and number are kept by somebody else keeps them: who works in the cockpit is corrected by its accounts.
CHANGED = """
WITH line AS (
    SELECT register_row.no, array_remove(ARRAY[
        CASE WHEN volunteer.person_id IS NULL THEN 'register' END,
        CASE WHEN is_free AND person.name <> register_row.name THEN 'name' END,
        CASE WHEN is_free AND person.phone <> register_row.phone THEN 'phone' END,
        CASE WHEN is_free AND person.area_code <> register_row.area_code THEN 'grid' END,
        CASE WHEN volunteer.external_id IS NULL AND register_row.external_id IS NOT NULL THEN 'external_id' END,
        CASE WHEN NOT register_row.skills <@ coalesce(volunteer.skills, '{}') THEN 'skills' END,
        CASE WHEN register_row.availability <> '{}'
            AND register_row.availability <> coalesce(volunteer.availability, '{}') THEN 'availability' END,
        CASE WHEN register_row.consented_on > coalesce(volunteer.consented_on, DATE '1900-01-01')
            THEN 'consented_on' END
    ], NULL) AS changes
    FROM register_row
    JOIN person ON person.id = register_row.person_id
    LEFT JOIN volunteer ON volunteer.person_id = person.id
    CROSS JOIN LATERAL (SELECT NOT EXISTS (
        SELECT FROM role_grant WHERE role_grant.person_id = person.id AND revoked_at IS NULL AND role <> 'volunteer'
    ) AS is_free) AS own
    WHERE register_row.import_id = :import_id AND register_row.verdict = 'same'
)
UPDATE register_row SET changes = line.changes, verdict = 'changed'
FROM line WHERE register_row.import_id = :import_id AND register_row.no = line.no AND line.changes <> '{}'
"""

# Perhaps somebody known: the same number and one character of the name otherwise; or the same name in the same grid.
# Who has two numbers of 志愿汇 is two people.
SIMILAR = """
WITH alike AS (
    SELECT register_row.no, person.id AS person_id, 'phone' AS found_by, 1 AS rank
    FROM register_row
    JOIN person ON person.phone = register_row.phone AND person.active
        AND char_length(person.name) = char_length(register_row.name)
    JOIN volunteer ON volunteer.person_id = person.id
        AND (volunteer.external_id IS NULL OR register_row.external_id IS NULL)
    WHERE register_row.import_id = :import_id AND register_row.verdict IS NULL AND (
        SELECT count(*) FROM generate_series(1, char_length(person.name)) AS at
        WHERE substr(person.name, at, 1) <> substr(register_row.name, at, 1)
    ) = 1
    UNION ALL
    SELECT register_row.no, person.id, 'name_and_grid', 2
    FROM register_row
    JOIN person ON person.area_path = register_row.area_path AND person.name = register_row.name AND person.active
    JOIN volunteer ON volunteer.person_id = person.id
        AND (volunteer.external_id IS NULL OR register_row.external_id IS NULL)
    WHERE register_row.import_id = :import_id AND register_row.verdict IS NULL
), best AS (
    SELECT DISTINCT ON (no) no, person_id, found_by FROM alike ORDER BY no, rank, person_id
)
UPDATE register_row SET verdict = 'similar', person_id = best.person_id, found_by = best.found_by
FROM best, person
WHERE register_row.import_id = :import_id AND register_row.no = best.no AND person.id = best.person_id AND EXISTS (
    SELECT FROM unnest(CAST(:lows AS text[]), CAST(:highs AS text[])) AS own (low, high)
    WHERE person.area_path >= own.low COLLATE "C" AND person.area_path < own.high COLLATE "C"
)
"""

REST = "UPDATE register_row SET verdict = 'new' WHERE import_id = :import_id AND verdict IS NULL"

FIRST = (BEGIN, REPEATED, KNOWN)
THEN = (UNITED, CHANGED, SIMILAR, REST)

COUNT = "SELECT verdict, count(*) FROM register_row WHERE import_id = :import_id GROUP BY verdict"
