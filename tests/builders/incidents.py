"""Makes reports, as a phone sends them, and cases that are there already."""

from typing import Any
from uuid import UUID

from shapely.geometry import box

from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Person
from backend.incidents.actions import report as reporting
from backend.incidents.schemas.report import IncidentReport
from backend.uploads.actions.announce import announce
from backend.uploads.actions.append import Bytes, append
from backend.uploads.rules.tus import Piece
from tests.builders import people
from tests.builders.areas import shaped
from tests.builders.photos import sha256
from tests.cast import CHAOMING, DAOMAO_EAST, DAOMAO_WEST, DISTRICT, DONGHE_WEST, WULIN, XIANLIN_WEST

#: a point in each of the drawn grids
IN_WEST = {"lng_wgs84": 120.171, "lat_wgs84": 30.271}
IN_EAST = {"lng_wgs84": 120.173, "lat_wgs84": 30.271}
IN_DONGHE = {"lng_wgs84": 120.175, "lat_wgs84": 30.271}
IN_XIANLIN = {"lng_wgs84": 120.161, "lat_wgs84": 30.271}
#: of Chaoming, in no grid
IN_THE_STREET = {"lng_wgs84": 120.178, "lat_wgs84": 30.271}
NOWHERE = {"lng_wgs84": 121.5, "lat_wgs84": 31.2}

RUBBISH = "E0102"
COLLAPSE = "E0401"


def draw_map() -> None:
    """Squares side by side: one street east of the other, grids of 200 m in them."""
    shaped(DISTRICT, box(120.15, 30.26, 120.19, 30.28))
    shaped(CHAOMING, box(120.17, 30.26, 120.19, 30.28))
    shaped(WULIN, box(120.15, 30.26, 120.17, 30.28))
    shaped(DAOMAO_WEST, box(120.170, 30.270, 120.172, 30.272))
    shaped(DAOMAO_EAST, box(120.172, 30.270, 120.174, 30.272))
    shaped(DONGHE_WEST, box(120.174, 30.270, 120.176, 30.272))
    shaped(XIANLIN_WEST, box(120.160, 30.270, 120.162, 30.272))


def measured(point: dict[str, float]) -> dict[str, Any]:
    return {**point, "accuracy_m": 8.0, "age_s": 1.5, "source": "gnss"}


def photo(digit: str = "a", use: str = "report") -> dict[str, Any]:
    return {"sha256": digit * 64, "size_bytes": 180_000, "use": use}


def tap(offset_ms: int = 0) -> dict[str, Any]:
    return {"device_at": clock.now().isoformat(), "clock_offset_ms": offset_ms}


def body(point: dict[str, float] | None = None, **changes: Any) -> dict[str, Any]:
    """A whole report; without a point it needs an area."""
    return {
        "id": str(uuid7()),
        "category_code": RUBBISH,
        "description": "垃圾桶旁堆了三袋垃圾",
        "place": measured(point) if point else None,
        "pin": None,
        "area_code": None,
        **tap(),
        "urgent": False,
        "self_handled": False,
        "photos": [],
        **changes,
    }


def reported(by: Person, point: dict[str, float] | None = None, **changes: Any) -> UUID:
    """A case of the person's, through the action."""
    asked = IncidentReport().load(body(point, **changes))
    return reporting.report(people.actor(by), **asked)


def path_of(code: str) -> str:
    return str(db.session.get_one(Area, code).path)


def with_photo(by: Person, data: bytes, **changes: Any) -> UUID:
    """A case of the person's whose photo has arrived before its text."""
    actor, asked = people.actor(by), body(**changes)
    upload = announce(actor, record_id=UUID(asked["id"]), sha256=sha256(data), length=len(data))
    append(actor, upload.id, Piece(0, None), Bytes(data, is_whole=True))
    told = {"sha256": sha256(data), "size_bytes": len(data), "use": "report"}
    return reporting.report(actor, **IncidentReport().load({**asked, "photos": [told]}))
