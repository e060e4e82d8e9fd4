"""The mode of a place: the nearest area above it that is in one; where none is, the normal one."""

from typing import Any

from sqlalchemy import func, select

from backend.areas.rules.paths import ancestors
from backend.core.db import db
from backend.identity.models import Person
from backend.indicators.models.watch import CockpitMode
from backend.indicators.rules.layout import NORMAL


def at(path: str) -> dict[str, Any]:
    above = CockpitMode.area_path.in_([*ancestors(path), path])
    last = select(func.max(CockpitMode.seq)).where(above).group_by(CockpitMode.area_path)
    switched = select(CockpitMode, Person.name).join(Person, Person.id == CockpitMode.by)
    nearest = switched.where(CockpitMode.seq.in_(last)).order_by(CockpitMode.area_path.desc())
    # Back to normal, an area is in the mode of the one above again.
    found = next(((one, by) for one, by in db.session.execute(nearest) if one.mode != NORMAL), None)
    if found is None:
        return {"key": NORMAL, "since": None, "by": None, "reason": None, "area": None}
    one, by = found
    return {"key": one.mode, "since": one.at, "by": by, "reason": one.reason, "area": one.area_code}


def own(area_code: str) -> CockpitMode | None:
    """The last switch of the area itself."""
    query = select(CockpitMode).where(CockpitMode.area_code == area_code).order_by(CockpitMode.seq.desc()).limit(1)
    found: CockpitMode | None = db.session.scalar(query)
    return found
