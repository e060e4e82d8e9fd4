"""The people of the benchmark: each with a role in one community and one subscribed phone."""

import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import insert

from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.http.actor import Actor
from backend.identity.actions import sessions
from backend.identity.actions.hashing import hashed
from backend.identity.models import Account, Device, Person, RoleGrant
from backend.identity.queries import actors
from backend.push.models import Subscription
from backend.push.settings import settings
from bench.phones import Secrets

USERNAME = "bench-commander"
#: of a database that lives for minutes
PASSWORD = "one tap and nine bridges 57"


@dataclass(frozen=True, slots=True)
class Phone:
    person_id: UUID
    id: UUID
    path: str
    p256dh: str
    auth: str
    secrets: Secrets


def commander(area_code: str) -> Actor:
    """Who taps, signed in."""
    person_id = uuid7()
    home = _home(area_code)
    db.session.execute(insert(Person), [_person(person_id, 0, home)])
    db.session.execute(insert(RoleGrant), [_grant(person_id, "commander", home)])
    hash_ = hashed(PASSWORD)
    row = {"username": USERNAME, "password_hash": hash_, "password_changed_at": clock.now(), "person_id": person_id}
    db.session.execute(insert(Account), [row])
    session = sessions.begin(person_id, device_id=uuid7(), label="bench")
    db.session.commit()
    actor = actors.of_session(person_id, session.id)
    assert actor is not None
    return actor


def credentials() -> dict[str, str]:
    return {"username": USERNAME, "password": PASSWORD, "device_id": str(uuid7()), "device_label": "bench"}


def crowd(area_code: str, count: int, origin: str) -> list[Phone]:
    """Grid workers at home in an area, subscribed at the push service."""
    phones, home = [_phone() for _ in range(count)], _home(area_code)
    devices = [uuid7() for _ in phones]
    people = [_person(phone.person_id, number, home) for number, phone in enumerate(phones)]
    db.session.execute(insert(Person), people)
    db.session.execute(insert(RoleGrant), [_grant(phone.person_id, "grid_worker", home) for phone in phones])
    pairs = list(zip(phones, devices, strict=True))
    db.session.execute(
        insert(Device), [{"id": device, "person_id": phone.person_id, "label": "phone"} for phone, device in pairs]
    )
    db.session.execute(insert(Subscription), [_subscription(phone, device, origin) for phone, device in pairs])
    db.session.commit()
    return phones


def phone_of(person_id: UUID, device_id: UUID, origin: str) -> dict[str, object]:
    """A subscription of somebody who is there already, as a row."""
    return {**_subscription(_phone(), device_id, origin), "person_id": person_id}


def _home(area_code: str) -> dict[str, str]:
    area = db.session.get_one(Area, area_code)
    return {"area_code": area.code, "area_path": area.path}


def _person(person_id: UUID, number: int, home: dict[str, str]) -> dict[str, object]:
    return {"id": person_id, "name": f"网格员{number}", "phone": f"1880{number:07d}", **home}


def _grant(person_id: UUID, role: str, home: dict[str, str]) -> dict[str, object]:
    return {"id": uuid7(), "person_id": person_id, "role": role, **home}


def _subscription(phone: Phone, device_id: UUID, origin: str) -> dict[str, object]:
    return {
        "id": phone.id,
        "person_id": phone.person_id,
        "device_id": device_id,
        "endpoint": origin + phone.path,
        "origin": origin,
        "p256dh": phone.p256dh,
        "auth": phone.auth,
        "key_id": settings().ring.newest(clock.now()).id,
    }


def _phone() -> Phone:
    private, auth, name = generate_private_key(SECP256R1()), os.urandom(16), uuid7()
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    secrets = Secrets(private.private_numbers().private_value, auth)
    return Phone(uuid7(), name, f"/p/{name.hex}", _text(point), _text(auth), secrets)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
