"""Scripts, campaigns and targets going along when an area gets a successor."""

from typing import Any

from sqlalchemy import select, update

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.paging.models import PagingCampaign, PagingDay, PagingScript, PagingTarget

CODED: tuple[type[Any], ...] = (PagingScript, PagingCampaign)
PLACED: tuple[Any, ...] = (PagingTarget.area_path, PagingTarget.community_path, PagingDay.community_path)


def rehome(path: str) -> None:
    """A second time changes nothing."""
    for area in db.session.scalars(select(Area).where(within([path]))).all():
        follower = areas.current(area.code)
        if follower is None or follower.code == area.code:
            continue
        for model in CODED:
            moved = {"area_code": follower.code, "area_path": follower.path}
            db.session.execute(update(model).where(model.area_code == area.code).values(moved))
        for column in PLACED:
            here = update(column.class_).where(column == area.path)
            db.session.execute(here.values({column.key: follower.path}))
