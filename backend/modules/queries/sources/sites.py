"""Construction sites for boards: where each stands on its way back to work, and what its last day said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from backend.areas.rules import validity
from backend.core.db import db
from backend.modules.queries.sources.record import Record, known
from backend.sites.models.site import Site, SiteDay, SiteStep
from backend.sites.queries.sites import NONE, clearings


def ids() -> list[UUID]:
    return list(db.session.scalars(select(Site.id).order_by(Site.id)))


def read(wanted: Sequence[UUID]) -> list[Record]:
    sites = db.session.scalars(select(Site).where(Site.id.in_(wanted))).all()
    workers, since, days, missed = clearings(list(wanted)), _since(wanted), _days(wanted), _missed(wanted)
    return [
        Record(
            site.id,
            site.area_code,
            site.area_path,
            site.created_at,
            known(
                {
                    **_standing(site, since.get(site.id)),
                    **_workers(workers.get(site.id, NONE)),
                    **days.get(site.id, {}),
                    "missed_on": missed.get(site.id),
                }
            ),
        )
        for site in sites
    ]


def _standing(site: Site, since: datetime | None) -> dict[str, Any]:
    return {
        "name": site.name,
        "builder": site.builder,
        "stage": site.state,
        "stage_since": validity.day(since or site.created_at).isoformat(),
        "headcount": site.headcount,
        "working_from": site.working_from.isoformat() if site.working_from else None,
    }


def _workers(counts: dict[str, int]) -> dict[str, int]:
    names = {"workers": "total", "cleared": "cleared", "lapsed": "expired", "refused": "refused", "waiting": "listed"}
    return {name: counts[of] for name, of in names.items()}


def _since(wanted: Sequence[UUID]) -> dict[UUID, datetime]:
    query = select(SiteStep.site_id, func.max(SiteStep.at)).where(SiteStep.site_id.in_(wanted))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(SiteStep.site_id))}


def _days(wanted: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The last day that was written."""
    query = (
        select(SiteDay.site_id, SiteDay.day, SiteDay.present, SiteDay.abnormal)
        .where(SiteDay.site_id.in_(wanted), SiteDay.submitted_at.is_not(None))
        .ext(distinct_on(SiteDay.site_id))
        .order_by(SiteDay.site_id, SiteDay.day.desc())
    )
    return {
        row.site_id: {"written_on": row.day.isoformat(), "present": row.present, "abnormal": row.abnormal}
        for row in db.session.execute(query)
    }


def _missed(wanted: Sequence[UUID]) -> dict[UUID, str]:
    """The last day that nobody has written, also afterwards."""
    gaps = (SiteDay.site_id.in_(wanted), SiteDay.submitted_at.is_(None))
    query = select(SiteDay.site_id, func.max(SiteDay.day)).where(*gaps).group_by(SiteDay.site_id)
    return {site_id: day.isoformat() for site_id, day in db.session.execute(query)}
