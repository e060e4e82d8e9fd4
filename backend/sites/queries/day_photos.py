"""Photos of a site's days, for whoever sees the site."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.sites.models.site import SiteDayPhoto
from backend.sites.queries import sites
from backend.uploads.queries import photos as uploads
from backend.uploads.queries.photos import Size


def read(actor: Actor, site_id: UUID, sha256: str, *, size: Size) -> bytes:
    """One that has arrived: a hash alone opens nothing."""
    site = sites.one(actor, site_id)
    here = (SiteDayPhoto.site_id == site.id, SiteDayPhoto.sha256 == sha256, SiteDayPhoto.arrived_at.is_not(None))
    if db.session.scalar(select(SiteDayPhoto.sha256).where(*here).limit(1)) is None:
        refuse("site.photo_not_found")
    return uploads.read(sha256, size=size)


def shown(hashes: Collection[str]) -> set[str]:
    """Of these photos, those that belong to a day."""
    return set(db.session.scalars(select(SiteDayPhoto.sha256).where(SiteDayPhoto.sha256.in_(hashes)).distinct()))
