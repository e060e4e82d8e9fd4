"""Saved calls per community and day: counted from the targets, or from what was left of them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from backend.areas import queries as areas
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.paging import policy
from backend.paging.rules.savings import saved, saved_minutes

NAMES = ("targets", "by_robot", "needed_person", "handled", "seconds")


def counted(
    actor: Actor, *, area: str | None, campaign: UUID | None, since: date | None, until: date | None
) -> dict[str, Any]:
    """A target counts on the Beijing day on which its campaign began; the newest day first."""
    scope = areas.scope(policy.kept(actor), area)
    bounds = {"paths": scope.paths, "campaign": campaign, "since": since, "until": until}
    rows = db.session.execute(text(DAYS), bounds).all()
    whole = {name: sum(getattr(row, name) for row in rows) for name in NAMES}
    return {"total": _figures(whole), "items": [_row(row) for row in rows]}


def _row(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    place = {"area_code": row.code, "area_name_zh": row.name_zh, "area_name_en": row.name_en, "day": row.day}
    return {**place, **_figures({name: int(getattr(row, name)) for name in NAMES})}


def _figures(counts: dict[str, int]) -> dict[str, Any]:
    targets, needed = counts["targets"], counts["needed_person"]
    return {
        "targets": targets,
        "by_robot": counts["by_robot"],
        "needed_person": needed,
        "handled": counts["handled"],
        "saved_calls": saved(targets, needed),
        "minutes": round(counts["seconds"] / 60, 1),
        "saved_minutes": saved_minutes(counts["by_robot"], seconds=counts["seconds"], handled=counts["handled"]),
    }


LIVE = """
SELECT target.campaign_id, target.community_path,
    (campaign.started_at AT TIME ZONE 'Asia/Shanghai')::date AS day, count(*) AS targets,
    count(*) FILTER (WHERE target.outcome IS NOT NULL AND NOT target.needs_person) AS by_robot,
    count(*) FILTER (WHERE target.needs_person) AS needed_person, count(target.closed_at) AS handled,
    coalesce(sum(extract(epoch FROM target.closed_at - target.taken_at)), 0)::bigint AS seconds
FROM paging_target AS target JOIN paging_campaign AS campaign ON campaign.id = target.campaign_id
"""
GROUPED = "GROUP BY target.campaign_id, target.community_path, day"

# Put together of constants alone.
DAYS = f"""
WITH whole AS (
    {LIVE} {GROUPED}
    UNION ALL
    SELECT campaign_id, community_path, day, targets, by_robot, needed_person, handled, seconds FROM paging_day
)
SELECT area.code, area.name_zh, area.name_en, whole.day, sum(targets)::bigint AS targets,
    sum(by_robot)::bigint AS by_robot, sum(needed_person)::bigint AS needed_person,
    sum(handled)::bigint AS handled, sum(seconds)::bigint AS seconds
FROM whole JOIN area ON area.path = whole.community_path
WHERE EXISTS (
    SELECT FROM unnest(CAST(:paths AS text[])) AS own (path) WHERE starts_with(whole.community_path, own.path)
) AND whole.campaign_id = coalesce(CAST(:campaign AS uuid), whole.campaign_id)
AND whole.day >= coalesce(CAST(:since AS date), whole.day) AND whole.day <= coalesce(CAST(:until AS date), whole.day)
GROUP BY area.code, area.name_zh, area.name_en, area.path, whole.day
ORDER BY whole.day DESC, area.path
"""  # noqa: S608 - as above
