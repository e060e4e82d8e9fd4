"""Makes construction sites, as their keepers write them down."""

from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.sites.actions import apply, workers
from backend.sites.rules.life import MEASURES
from tests.builders import people


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


def site(by: Person, area_code: str, **changes: Any) -> UUID:
    said = body(area_code, **changes)
    return apply.draft(people.actor(by), **{**said, "id": UUID(said["id"])}).id


def listed(by: Person, site_id: UUID, **changes: Any) -> UUID:
    said = worker(**changes)
    return workers.add(people.actor(by), site_id, **{**said, "id": UUID(said["id"])}).id
