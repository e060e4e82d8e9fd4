"""Photos of a site's day: announced with its words, arrived when their files are here, forgotten after half a year."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.sites.models.site import Site, SiteDay, SiteDayPhoto
from backend.uploads.queries import photos as uploads

#: (P) As long as somebody may ask how that day was; they show people.
KEPT_FOR = timedelta(days=180)
VERSION = 7


def announce(actor: Actor, day: SiteDay, announced: list[dict[str, Any]], *, record_id: UUID | None) -> None:
    """The same picture twice is one. What came before its words has arrived at once."""
    if not announced:
        return
    if record_id is None or record_id.version != VERSION:
        refuse("site.bad_id")
    shared = {"site_id": day.site_id, "day": day.day, "record_id": record_id}
    shared |= {"added_by": actor.id, "added_at": clock.now()}
    for photo in announced:
        db.session.execute(insert(SiteDayPhoto).values(**photo, **shared).on_conflict_do_nothing())
    take_in(record_id)


def take_in(record_id: UUID) -> None:
    """Look what has arrived for a writing; safe to run twice. Only what its author sent counts."""
    waiting = select(SiteDayPhoto).where(SiteDayPhoto.record_id == record_id, SiteDayPhoto.arrived_at.is_(None))
    held = waiting.order_by(SiteDayPhoto.sha256).with_for_update().execution_options(populate_existing=True)
    for photo in db.session.scalars(held).all():
        if photo.sha256 in uploads.arrived(record_id, author_id=photo.added_by):
            photo.arrived_at = clock.now()
            db.session.flush()
            _said(photo.site_id, photo.day)


def _said(site_id: UUID, day: date) -> None:
    site = db.session.get_one(Site, site_id)
    data = {"day": day.isoformat()}
    record("site.photo_arrived", ("site", site_id), area_path=site.area_path, data=data)


def forget() -> int:
    """How many went; the files follow, once nothing else refers to them."""
    over = SiteDayPhoto.day <= validity.day(clock.now() - KEPT_FOR)
    gone = delete(SiteDayPhoto).where(over).returning(SiteDayPhoto.sha256)
    return len(db.session.scalars(gone).all())
