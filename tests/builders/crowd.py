"""Makes many people at once, each with a role in one area and one subscribed phone."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import insert

from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Device, Person, RoleGrant
from backend.push.models import Subscription
from backend.push.rules.endpoints import origin_of
from backend.push.settings import settings
from tests.push.push_service import Phone


def crowd(area_code: str, phones: Iterable[Phone], role: str = "grid_worker") -> dict[UUID, Phone]:
    """Returns each person's phone."""
    area, now = db.session.get_one(Area, area_code), clock.now()
    owners = {uuid7(): phone for phone in phones}
    home = {"area_code": area.code, "area_path": area.path}
    people = [
        {"id": who, "name": f"人{number}", "phone": f"1880{number:07d}", "created_at": now, **home}
        for number, who in enumerate(owners)
    ]
    devices = {who: uuid7() for who in owners}
    db.session.execute(insert(Person), people)
    db.session.execute(insert(RoleGrant), [_grant(who, role, home) for who in owners])
    db.session.execute(
        insert(Device), [{"id": device, "person_id": who, "label": "phone"} for who, device in devices.items()]
    )
    db.session.execute(insert(Subscription), [_kept(who, devices[who], phone) for who, phone in owners.items()])
    return owners


def _grant(who: UUID, role: str, home: dict[str, str]) -> dict[str, object]:
    return {"id": uuid7(), "person_id": who, "role": role, **home}


def _kept(who: UUID, device: UUID, phone: Phone) -> dict[str, object]:
    return {
        "id": phone.id,
        "person_id": who,
        "device_id": device,
        "endpoint": phone.endpoint,
        "origin": origin_of(phone.endpoint),
        "p256dh": phone.p256dh,
        "auth": phone.auth,
        "key_id": settings().ring.newest(clock.now()).id,
    }
