"""Makes streets of volunteers on a map, and musters of them."""

from typing import Any
from uuid import UUID

from backend.areas.models import Area
from backend.commands.actions.muster import issue_muster
from backend.commands.queries import musters
from backend.core.db import db, uuid7
from backend.identity.models import Person
from tests.builders import people, register
from tests.cast import DAOMAO_EAST, DAOMAO_WEST, DONGHE_WEST

#: The meeting point lies in the western grid; the others are farther, one after the other.
POINT = {"lng_wgs84": 120.1700, "lat_wgs84": 30.2700}
MIDDLES = {DAOMAO_WEST: (120.1702, 30.2701), DAOMAO_EAST: (120.1790, 30.2705), DONGHE_WEST: (120.1990, 30.2750)}


def draw() -> None:
    """Where the grids lie."""
    for code, (lng, lat) in MIDDLES.items():
        area = db.session.get_one(Area, code)
        area.lng_wgs84, area.lat_wgs84 = lng, lat
    db.session.flush()


def some(count: int, area_code: str, *skills: str, **more: Any) -> list[Person]:
    return [register.volunteer(f"志愿{area_code[-6:]}{no}", area_code, *skills, **more) for no in range(count)]


def asked(*areas: str, **more: Any) -> dict[str, Any]:
    """What the preview takes."""
    return {
        "areas": list(areas),
        "skills": [],
        "availability": [],
        "green": False,
        "wanted": 2,
        "reserve": 2,
        **POINT,
        **more,
    }


def body(*areas: str, **more: Any) -> dict[str, Any]:
    """What POST /api/musters takes, as JSON."""
    words = {"place": "街道办门前", "task": "协助转移", "time": "30分钟内", "phone": "19900000000"}
    return {"id": str(uuid7()), **words, "status": "Actual", **asked(*areas, **more)}


def muster(by: Person, *areas: str, **more: Any) -> UUID:
    made = body(*areas, **more)
    issue_muster.issue_muster(people.actor(by), **{**made, "id": UUID(made["id"])})
    db.session.flush()
    return UUID(made["id"])


def shown(by: Person, muster_id: UUID) -> dict[str, Any]:
    db.session.expire_all()
    return musters.one(people.actor(by), muster_id)
