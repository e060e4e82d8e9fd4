"""A site's day is written down; one that nobody wrote climbs to the street the next morning."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.health.rules.moments import happened_at
from backend.push.actions.notices import withdraw
from backend.sites.actions import day_photos, tell
from backend.sites.models.site import Site, SiteDay
from backend.sites.queries import sites
from backend.sites.rules import life

#: Further back nobody writes from memory.
BACK = timedelta(days=7)


def write(
    actor: Actor,
    site_id: UUID,
    *,
    day: date,
    present: int,
    abnormal: int,
    disinfected: bool,
    note: str | None,
    device_at: datetime,
    clock_offset_ms: int,
    id: UUID | None = None,  # noqa: A002 - the field's name in the API
    photos: list[dict[str, Any]] | None = None,
) -> SiteDay:
    """The last word counts; it is late if it was tapped after the day was over."""
    site = sites.one(actor, site_id, hold=True)
    if site.state != life.LOGS:
        refuse("site.cannot_become", state=site.state)
    now = clock.now()
    today = validity.day(now)
    if day > today or day < today - BACK or (site.working_from is not None and day < site.working_from):
        refuse("site.no_day")
    if abnormal > present:
        refuse("site.too_many_abnormal")
    kept = db.session.get(SiteDay, (site.id, day)) or SiteDay(site_id=site.id, day=day)
    kept.present, kept.abnormal, kept.disinfected, kept.note = present, abnormal, disinfected, note
    # Who corrects a day that was written in time does not make it late.
    if kept.submitted_at is None:
        kept.late = validity.day(happened_at(device_at, clock_offset_ms, now)) > day
    kept.submitted_by, kept.submitted_at = actor.id, now
    db.session.add(kept)
    db.session.flush()
    day_photos.announce(actor, kept, photos or [], record_id=id)
    withdraw(site.id)
    data = {"day": day.isoformat(), "late": kept.late, "record_id": None if id is None else str(id)}
    record("site.day_written", ("site", site.id), actor=actor, area_path=site.area_path, data=data)
    return kept


def climb() -> int:
    """Safe to run twice: yesterday's row says that it has climbed. Returns how many did."""
    yesterday = validity.day(clock.now()) - timedelta(days=1)
    said = select(SiteDay.site_id).where(SiteDay.day == yesterday)
    query = (
        select(Site)
        .where(Site.state == life.LOGS, Site.working_from <= yesterday, Site.id.not_in(said))
        .order_by(Site.id)
        .with_for_update(skip_locked=True)
    )
    silent = db.session.scalars(query).all()
    for site in silent:
        db.session.add(SiteDay(site_id=site.id, day=yesterday, missed_at=clock.now()))
        db.session.flush()
        data = {"day": yesterday.isoformat()}
        record("site.day_missed", ("site", site.id), area_path=site.area_path, data=data)
        tell.missed(site)
    return len(silent)
