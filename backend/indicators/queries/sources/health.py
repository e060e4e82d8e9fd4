"""Figures of isolation at home, of the paging robot and of construction sites."""

from collections.abc import Iterable

from backend.indicators.queries.sources.made import Source, by_sql
from backend.paging.queries.statistics import GROUPED, LIVE

#: at the end of the period
ISOLATED = """
SELECT area_path, count(*) FROM isolation_case WHERE opened_at < :end AND (ended_at IS NULL OR ended_at >= :end)
GROUP BY area_path
"""
# Of the day that the half-day belongs to: its afternoon is due at midnight, when the next day begins.
HALF_DAYS = """
SELECT kept.area_path, count(entry.entered_at), count(*)
FROM isolation_entry AS entry JOIN isolation_case AS kept ON kept.id = entry.case_id
WHERE entry.day >= (CAST(:begin AS timestamptz) AT TIME ZONE 'Asia/Shanghai')::date
    AND entry.day < (CAST(:end AS timestamptz) AT TIME ZONE 'Asia/Shanghai')::date
    AND entry.due_at <= :end AND (kept.ended_at IS NULL OR kept.ended_at > entry.due_at)
GROUP BY kept.area_path
"""
CALLS = f"""
WITH whole AS (
    {LIVE} {GROUPED}
    UNION ALL
    SELECT campaign_id, community_path, day, targets, by_robot, needed_person, handled, seconds FROM paging_day
)
SELECT community_path, sum(CASE WHEN :by_robot THEN by_robot ELSE targets - needed_person END), sum(targets) FROM whole
WHERE day >= (CAST(:begin AS timestamptz) AT TIME ZONE 'Asia/Shanghai')::date
    AND day < (CAST(:end AS timestamptz) AT TIME ZONE 'Asia/Shanghai')::date
GROUP BY community_path
"""  # noqa: S608 - put together of constants alone
# Where sites are kept and none of them counts there is a zero; where none is kept there is no figure.
SITES = """
SELECT area_path, count(*) FILTER (
    WHERE state = 'working' OR (NOT :working AND state NOT IN ('draft', 'finished'))
) FROM site GROUP BY area_path
"""
# As the site's own screen counts them: on its list, and cleared for longer than until now.
CLEARED = """
SELECT site.area_path, count(worker.id) FILTER (WHERE site.state = 'working')
FROM site LEFT JOIN site_worker AS worker ON worker.site_id = site.id
    AND worker.removed_at IS NULL AND worker.passed AND worker.cleared_until > :end
GROUP BY site.area_path
"""


def sources() -> Iterable[tuple[str, Source]]:
    yield "health.isolated", Source(by_sql(ISOLATED))
    yield "health.reported", Source(by_sql(HALF_DAYS))
    yield "paging.without_staff", Source(by_sql(CALLS, by_robot=True))
    yield "paging.saved", Source(by_sql(CALLS, by_robot=False))
    yield "sites.resumed", Source(by_sql(SITES, working=True), is_of_now=True, may_be_unkept=True)
    yield "sites.active", Source(by_sql(SITES, working=False), is_of_now=True, may_be_unkept=True)
    yield "sites.workers", Source(by_sql(CLEARED), is_of_now=True, may_be_unkept=True)
