"""Applications going along when an area gets a successor."""

from sqlalchemy import select, update

from backend.areas import queries as areas
from backend.areas.policy import within
from backend.core.db import db
from backend.open311.models import Application


def rehome(path: str) -> None:
    """A second time changes nothing."""
    here = within([path], Application.area_path)
    for code in db.session.scalars(select(Application.area_code).where(here).distinct()).all():
        follower = areas.current(code)
        if follower is not None and follower.code != code:
            moved = {"area_code": follower.code, "area_path": follower.path}
            db.session.execute(update(Application).where(here, Application.area_code == code).values(moved))
