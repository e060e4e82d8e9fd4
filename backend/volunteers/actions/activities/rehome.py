"""Activities to come going along when an area gets a successor."""

from sqlalchemy import select, update

from backend.areas import queries as areas
from backend.areas.policy import within
from backend.core import clock
from backend.core.db import db
from backend.volunteers.models.activity import Activity


def rehome(path: str) -> None:
    """A second time changes nothing."""
    here = (Activity.ends_at > clock.now(), within([path], Activity.area_path))
    for code in db.session.scalars(select(Activity.area_code).where(*here).distinct()).all():
        follower = areas.current(code)
        if follower is not None and follower.code != code:
            moved = {"area_code": follower.code, "area_path": follower.path}
            db.session.execute(update(Activity).where(*here, Activity.area_code == code).values(moved))
