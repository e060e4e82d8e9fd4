"""Sites go along when an area gets a successor."""

from sqlalchemy import select, update

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.sites.models.site import Site


def rehome(path: str) -> None:
    """A second time changes nothing."""
    for area in db.session.scalars(select(Area).where(within([path]))).all():
        follower = areas.current(area.code)
        if follower is not None and follower.code != area.code:
            moved = {"area_code": follower.code, "area_path": follower.path}
            db.session.execute(update(Site).where(Site.area_code == area.code).values(moved))
