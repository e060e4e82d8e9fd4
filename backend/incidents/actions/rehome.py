"""Cases and units going along when an area gets a successor: what happened there stays seen by whoever follows."""

from sqlalchemy import select, update

from backend.areas import queries as areas
from backend.areas.policy import within
from backend.core.db import db
from backend.incidents.models.incident import Incident
from backend.incidents.models.unit import HandlingUnit


def rehome(path: str) -> None:
    """A second time changes nothing."""
    for table in (Incident, HandlingUnit):
        here = within([path], table.area_path)
        for code in db.session.scalars(select(table.area_code).where(here).distinct()).all():
            follower = areas.current(code)
            if follower is not None and follower.code != code:
                moved = {"area_code": follower.code, "area_path": follower.path}
                db.session.execute(update(table).where(here, table.area_code == code).values(moved))
