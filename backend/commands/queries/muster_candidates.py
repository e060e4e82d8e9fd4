"""Who could come to a muster: of the register, there, able, with time, agreed to it, and not asked by another one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ARRAY, Uuid, bindparam, func, select, text

from backend.areas.queries import today
from backend.areas.rules.paths import upper
from backend.commands.rules.muster import RECENT, Candidate, ranked
from backend.core import clock
from backend.core.db import db
from backend.health.queries.green import green


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a muster asks for; `subtrees` are those of the areas chosen, all of them the commander's own."""

    subtrees: Sequence[str]
    #: one of them is enough; none: nothing is asked
    skills: Sequence[str] = field(default=())
    #: all of these parts of the week; none: nothing is asked
    availability: Sequence[str] = field(default=())
    #: only who has a green health code now
    green: bool = False
    #: the meeting point, WGS-84
    lng: float | None = None
    lat: float | None = None


def found(wanted: Wanted) -> list[Candidate]:
    """In the order in which they are asked."""
    columns: dict[str, Any] = {
        "lows": list(wanted.subtrees),
        "highs": [upper(path) for path in wanted.subtrees],
        "skills": list(wanted.skills),
        "parts": list(wanted.availability),
        "lng": wanted.lng,
        "lat": wanted.lat,
        "today": today(),
        "now": clock.now(),
        "since": clock.now() - RECENT,
    }
    rows = db.session.execute(text(CANDIDATES), columns)
    line = ranked([Candidate(**{**row._mapping, "skills": tuple(row.skills)}) for row in rows])
    return _green(line) if wanted.green else line


def _green(line: list[Candidate]) -> list[Candidate]:
    known = green().subquery()
    asked = bindparam("asked", [one.person_id for one in line], ARRAY(Uuid()))
    fit = set(db.session.scalars(select(known.c.person_id).where(known.c.person_id == func.any(asked))))
    return [one for one in line if one.person_id in fit]


# Flat as a map of a few kilometres is; the middle of the grid and not the person's own door.
CANDIDATES = """
WITH own AS (
    SELECT low, high FROM unnest(CAST(:lows AS text[]), CAST(:highs AS text[])) AS given (low, high)
), grid AS (
    SELECT area.code, area.path, 111320 * sqrt(
        power(area.lat_wgs84 - CAST(:lat AS float8), 2)
        + power((area.lng_wgs84 - CAST(:lng AS float8)) * cos(radians(CAST(:lat AS float8))), 2)
    ) AS distance_m
    FROM area JOIN own ON area.path >= own.low COLLATE "C" AND area.path < own.high COLLATE "C"
), asked AS (
    SELECT person_id, count(*) AS load FROM muster_member WHERE called_at >= :since GROUP BY person_id
), busy AS (
    SELECT muster_member.person_id FROM muster_member
    JOIN order_progress ON order_progress.order_id = muster_member.muster_id AND order_progress.ended_at IS NULL
    JOIN orders ON orders.id = muster_member.muster_id AND orders.expires > :now
    WHERE muster_member.called_at IS NOT NULL
)
SELECT person.id AS person_id, grid.code AS node_code, grid.path AS node_path, grid.distance_m,
    coalesce(asked.load, 0) AS load, volunteer.skills
FROM grid
JOIN person ON person.area_path = grid.path AND person.active
JOIN volunteer ON volunteer.person_id = person.id
LEFT JOIN asked ON asked.person_id = person.id
WHERE (volunteer.paused_until IS NULL OR volunteer.paused_until <= :today)
    AND 'emergency' = ANY (volunteer.purposes)
    AND (CAST(:skills AS text[]) = '{}' OR volunteer.skills && CAST(:skills AS text[]))
    AND volunteer.availability @> CAST(:parts AS text[])
    AND person.id NOT IN (SELECT person_id FROM busy)
"""
