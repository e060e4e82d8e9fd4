"""Periods that run going along when an area gets a successor."""

from sqlalchemy import select, update

from backend.areas import queries as areas
from backend.areas.policy import within
from backend.core.db import db
from backend.duty.models import DutyPeriod


def rehome(path: str) -> None:
    """A second time changes nothing."""
    here = (DutyPeriod.ended_at.is_(None), within([path], DutyPeriod.area_path))
    for code in db.session.scalars(select(DutyPeriod.area_code).where(*here).distinct()).all():
        follower = areas.current(code)
        if follower is not None and follower.code != code:
            moved = {"area_code": follower.code, "area_path": follower.path}
            db.session.execute(update(DutyPeriod).where(*here, DutyPeriod.area_code == code).values(moved))
