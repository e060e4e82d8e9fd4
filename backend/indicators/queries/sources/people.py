"""Figures of those who are there: posts that are manned, grid workers, volunteers and what they served."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from backend.areas.rules.paths import common
from backend.core.db import db
from backend.indicators.queries.sources.made import ByPath, Counted, Source, by_sql

# A post is a street, a community or a park: manned while somebody's period of duty there is running.
POSTS = """
SELECT area.path, count(DISTINCT area.code) FILTER (WHERE period.id IS NOT NULL), count(DISTINCT area.code)
FROM area LEFT JOIN duty_period AS period ON period.area_code = area.code AND period.kind = 'duty'
    AND period.ended_at IS NULL AND period.started_at < :end AND period.ends_at >= :end
CROSS JOIN LATERAL (SELECT (CAST(:end AS timestamptz) AT TIME ZONE 'Asia/Shanghai')::date AS day) AS today
WHERE area.level IN ('street', 'community', 'park')
    AND area.valid_from <= today.day AND (area.valid_to IS NULL OR area.valid_to > today.day)
GROUP BY area.path
"""
# Online: the phone was heard of within a quarter of an hour, or he is on duty.
GRID_WORKERS = """
SELECT person.id, role_grant.area_path, EXISTS (
    SELECT FROM push_device AS device WHERE device.person_id = person.id AND device.seen_at >= :end - interval '15 min'
) OR EXISTS (
    SELECT FROM duty_period AS period WHERE period.person_id = person.id AND period.kind = 'duty'
        AND period.ended_at IS NULL AND period.started_at < :end AND period.ends_at >= :end
)
FROM role_grant JOIN person ON person.id = role_grant.person_id AND person.active
WHERE role_grant.role = 'grid_worker' AND role_grant.revoked_at IS NULL
ORDER BY person.id, role_grant.area_path
"""
REGISTERED = """
SELECT person.area_path, count(*) FROM volunteer JOIN person ON person.id = volunteer.person_id AND person.active
GROUP BY person.area_path
"""
VOLUNTEERS_NOW = """
SELECT activity.area_path, count(*) FROM signup JOIN activity ON activity.id = signup.activity_id
WHERE signup.state = 'checked_in' AND signup.in_at < :end AND activity.ends_at > :end - interval '3 hours'
GROUP BY activity.area_path
"""
# Of the day on which the activity began; confirmed up to three days later, the day is corrected.
HOURS = """
SELECT activity.area_path, sum(signup.minutes) / 60.0 FROM signup JOIN activity ON activity.id = signup.activity_id
WHERE signup.state = 'confirmed' AND signup.minutes IS NOT NULL
    AND activity.starts_at >= :begin AND activity.starts_at < :end
GROUP BY activity.area_path
"""
SHOWED_UP = """
SELECT activity.area_path, count(*) FILTER (WHERE signup.in_at IS NOT NULL), count(*)
FROM signup JOIN activity ON activity.id = signup.activity_id
WHERE signup.state NOT IN ('waiting', 'withdrawn') AND activity.state = 'published'
    AND activity.ends_at >= :begin AND activity.ends_at < :end
GROUP BY activity.area_path
"""


def grid_workers(_: datetime, end: datetime) -> ByPath:
    """Who has several grids is one person in whatever holds them all."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    before: tuple[UUID | None, str] = (None, "")
    for person, path, is_online in db.session.execute(text(GRID_WORKERS), {"end": end}):
        counted = [(path, 1)]
        if person == before[0]:
            # Sorted, two neighbours meet where the second one would be counted twice.
            counted.append((common(before[1], path), -1))
        for place, number in counted:
            counts[place][0] += number * is_online
            counts[place][1] += number
        before = (person, path)
    return {path: Counted(Decimal(online), Decimal(all_)) for path, (online, all_) in counts.items()}


def sources() -> Iterable[tuple[str, Source]]:
    yield "duty.on_duty", Source(by_sql(POSTS), is_of_now=True)
    yield "duty.grid_workers", Source(grid_workers, is_of_now=True)
    yield "volunteers.registered", Source(by_sql(REGISTERED), is_of_now=True)
    yield "volunteers.on_duty", Source(by_sql(VOLUNTEERS_NOW), is_of_now=True)
    yield "volunteers.hours", Source(by_sql(HOURS))
    yield "volunteers.showed_up", Source(by_sql(SHOWED_UP))
