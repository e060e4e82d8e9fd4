"""Switches, entities and tasks go along when an area gets a successor."""

from typing import Any

from sqlalchemy import select, update

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.modules.models.draft import ModuleDraft
from backend.modules.models.entity import ModuleEntity, ModuleTask
from backend.modules.models.module import ModuleSwitch, ModuleVersion

CODED: tuple[type[Any], ...] = (ModuleEntity, ModuleSwitch, ModuleDraft, ModuleVersion)


def rehome(path: str) -> None:
    """A second time changes nothing."""
    for area in db.session.scalars(select(Area).where(within([path]))).all():
        follower = areas.current(area.code)
        if follower is None or follower.code == area.code:
            continue
        moved = {"area_code": follower.code, "area_path": follower.path}
        for model in CODED:
            db.session.execute(update(model).where(model.area_code == area.code).values(moved))
        tasks = update(ModuleTask).where(ModuleTask.area_path == area.path)
        db.session.execute(tasks.values(area_path=follower.path))
