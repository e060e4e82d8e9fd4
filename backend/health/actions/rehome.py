"""What lies at a place going along when an area gets a successor."""

from typing import Any

from sqlalchemy import select, update

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.health.models.declaration import HealthAppeal
from backend.health.models.gate import Place
from backend.health.models.isolation import IsolationCase

CODED: tuple[type[Any], ...] = (Place, IsolationCase)


def rehome(path: str) -> None:
    """A second time changes nothing."""
    for area in db.session.scalars(select(Area).where(within([path]))).all():
        follower = areas.current(area.code)
        if follower is None or follower.code == area.code:
            continue
        for model in CODED:
            moved = {"area_code": follower.code, "area_path": follower.path}
            db.session.execute(update(model).where(model.area_code == area.code).values(moved))
        waiting = update(HealthAppeal).where(HealthAppeal.area_path == area.path)
        db.session.execute(waiting.values(area_path=follower.path))
