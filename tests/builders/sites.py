"""Makes construction sites, as their keepers write them down."""

from typing import Any
from uuid import UUID

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Person
from backend.sites.actions import apply, days, workers
from backend.sites.models.site import Site
from backend.sites.rules import life
from backend.sites.rules.life import MEASURES
from backend.sites.schemas.sites import SiteDayWritten
from backend.uploads.actions.announce import announce
from backend.uploads.actions.append import Bytes, append
from backend.uploads.rules.tus import Piece
from tests.builders import people
from tests.builders.photos import sha256


def edit(**changes: Any) -> dict[str, Any]:
    told = {"name": "东河广场项目", "builder": "杭建一公司", "responsible": "钱工", "headcount": 200}
    return {**told, "measures": list(MEASURES), **changes}


def body(area_code: str, **changes: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "area_code": area_code, "phone": "19900008001", **edit(**changes)}


def day(of: object, **changes: Any) -> dict[str, Any]:
    tapped = {"device_at": clock.now().isoformat(), "clock_offset_ms": 0}
    return {"day": str(of), "present": 180, "abnormal": 0, "disinfected": True, **tapped, **changes}


def worker(**changes: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "name": "赵大力", "phone": "19900008100", "trade": "木工", **changes}


def pictured(by: Person, area_code: str, data: bytes, **changes: Any) -> UUID:
    """A site that works, whose day of today has a photo that has arrived before its words."""
    actor, record_id, site_id = people.actor(by), uuid7(), site(by, area_code, **changes)
    upload = announce(actor, record_id=record_id, sha256=sha256(data), length=len(data))
    append(actor, upload.id, Piece(0, None), Bytes(data, is_whole=True))
    kept = db.session.get_one(Site, site_id)
    kept.state = life.LOGS
    photos = [{"sha256": sha256(data), "size_bytes": len(data)}]
    said = day(validity.day(clock.now()), id=str(record_id), photos=photos)
    days.write(actor, site_id, **SiteDayWritten().load(said))
    return site_id


def site(by: Person, area_code: str, **changes: Any) -> UUID:
    said = body(area_code, **changes)
    return apply.draft(people.actor(by), **{**said, "id": UUID(said["id"])}).id


def listed(by: Person, site_id: UUID, **changes: Any) -> UUID:
    said = worker(**changes)
    return workers.add(people.actor(by), site_id, **{**said, "id": UUID(said["id"])}).id
