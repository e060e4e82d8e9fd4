"""Where a report from outside belongs, and whether the application may report there."""

from backend.areas.models import Area
from backend.areas.rules.paths import codes, covers
from backend.core.db import db
from backend.core.errors import refuse
from backend.incidents.queries import placing
from backend.open311.models import Application
from backend.open311.queries import jurisdictions
from backend.open311.rules.place import Point


def home(application: Application, jurisdiction_id: str | None, point: Point | None) -> str:
    """The path whose desk gets it where no place is known: the smaller of the application's and the jurisdiction's."""
    named = jurisdictions.path_of(jurisdiction_id) or application.area_path
    if not (covers(named, application.area_path) or covers(application.area_path, named)):
        refuse("open311.jurisdiction_unknown", jurisdiction_id=jurisdiction_id)
    smaller = max(named, application.area_path, key=len)
    if point is not None and not _holds(smaller, point):
        refuse("open311.outside")
    return smaller


def _holds(path: str, point: Point) -> bool:
    """Where the map is not drawn, nobody knows better."""
    area = placing.at(point)
    if area is not None:
        return covers(path, area.path)
    return db.session.get_one(Area, codes(path)[-1]).geom is None
