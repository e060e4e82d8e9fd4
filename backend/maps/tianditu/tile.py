"""A tile of 天地图 as the phone gets it: kept, fetched with the district's key, or old where nobody answers."""

from sqlalchemy import func, select

from backend.areas.models import Area
from backend.areas.queries import in_force
from backend.areas.rules.levels import DISTRICT
from backend.core.db import db
from backend.core.errors import refuse
from backend.maps.rules import wmts
from backend.maps.settings import settings
from backend.maps.tianditu.kept import Kept
from backend.maps.tianditu.line import LINE


def tile(layer: str, z: int, x: int, y: int) -> bytes:
    told = settings()
    if not told.key:
        refuse("map.tianditu_off")
    if not wmts.is_tile(layer, z, x, y) or not wmts.touches(_district(), z, x, y):
        refuse("map.not_found")
    kept = Kept(told.kept, layer, z, x, y)
    known = kept.read()
    if known is not None and kept.is_fresh():
        return known
    # Given back before the wait: while 天地图 is slow, its tiles would hold every connection there is.
    db.session.rollback()
    data = LINE.fetch(wmts.address(told.host, layer, z, x, y, key=told.key))
    if data is None:
        return known if known is not None else refuse("map.tianditu_silent")
    kept.write(data)
    return data


def _district() -> wmts.Box:
    """What the installation's districts cover; without shapes nothing is fetched."""
    sides = (
        func.min(Area.west_wgs84),
        func.min(Area.south_wgs84),
        func.max(Area.east_wgs84),
        func.max(Area.north_wgs84),
    )
    west, south, east, north = db.session.execute(select(*sides).where(Area.level == DISTRICT, in_force())).one()
    if west is None or south is None or east is None or north is None:
        refuse("map.not_found")
    return west, south, east, north
