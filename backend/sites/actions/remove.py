"""A worker is taken off a site's list by hand, with a reason; a finger that slipped is taken back at once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.sites.models.site import ON_LIST, Site, SiteWorker
from backend.sites.queries import sites
from backend.sites.queries import workers as listed

#: Later he is listed anew, and cleared anew.
UNDONE_WITHIN = timedelta(minutes=10)


def remove(actor: Actor, site_id: UUID, worker_id: UUID, *, reason: str) -> None:
    """Twice is once. Whoever is listed again later begins without a clearing."""
    site = _open(actor, site_id)
    one = _held(site.id, worker_id)
    if one.removed_at is not None:
        return
    one.removed_at, one.removed_by, one.removed_why = clock.now(), actor.id, reason
    _said("site.worker_removed", actor, site)


def bring_back(actor: Actor, site_id: UUID, worker_id: UUID) -> None:
    """As he was, with his clearing; by whoever took him off. Twice is once."""
    site = _open(actor, site_id)
    one = _held(site.id, worker_id)
    if one.removed_at is None:
        return
    if one.removed_by != actor.id or clock.now() > one.removed_at + UNDONE_WITHIN:
        refuse("site.worker_removed")
    again = select(SiteWorker.id).where(
        SiteWorker.site_id == site.id, SiteWorker.name == one.name, SiteWorker.phone == one.phone, ON_LIST
    )
    if db.session.scalar(again) is not None:
        refuse("site.worker_listed")
    one.removed_at, one.removed_by, one.removed_why = None, None, None
    _said("site.worker_brought_back", actor, site)


def _open(actor: Actor, site_id: UUID) -> Site:
    site = sites.one(actor, site_id, hold=True)
    return site if site.state != "finished" else refuse("site.cannot_become", state=site.state)


def _held(site_id: UUID, worker_id: UUID) -> SiteWorker:
    return listed.one(site_id, worker_id, also_removed=True)


def _said(kind: str, actor: Actor, site: Site) -> None:
    """Who it was and why stays on the list, and goes with him: facts are kept for ever."""
    db.session.flush()
    record(kind, ("site", site.id), actor=actor, area_path=site.area_path, data={"workers": 1})
