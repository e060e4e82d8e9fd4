"""Loads the shipped modules, switches one on, and makes entities as grid workers do."""

from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Person
from backend.modules.actions import by_hand
from backend.modules.actions.load import load
from backend.modules.actions.photos import take_in
from backend.modules.actions.save import save
from backend.modules.catalogue import reader
from backend.modules.models.module import ModuleSwitch
from backend.modules.queries import modules as queries
from backend.uploads.actions.take_whole import develop, take_whole
from tests.builders import people
from tests.builders.photos import sha256

HOUSING = "rental_housing"


@cache
def shipped() -> list[dict[str, Any]]:
    return reader.read_all()


def on(area_code: str, module: str = HOUSING, **adjustment: Any) -> None:
    """Loaded, and switched on in its last version."""
    load(shipped())
    area = db.session.get_one(Area, area_code)
    key = {"module": module, "area_code": area.code, "area_path": area.path}
    version = queries.last_version(module)
    db.session.add(ModuleSwitch(**key, version=version, is_on=True, adjustment=adjustment))
    db.session.flush()


def tap() -> dict[str, Any]:
    return {"device_at": clock.now().isoformat(), "clock_offset_ms": 0}


def dwelling(**changes: Any) -> dict[str, Any]:
    """What the form of registration asks for."""
    house = {"address": "刀茅巷 12 号 301", "area_m2": 60, "rooms": 3}
    return {**house, "landlord": "钱大同", "landlord_phone": "19900001111", "tenants": 3, **changes}


def body(area_code: str | None = None, *, form: str = "register", **data: Any) -> dict[str, Any]:
    said = dwelling(**data) if form == "register" else data
    where = {"entity_id": str(uuid7()), "area_code": area_code}
    return {"id": str(uuid7()), **where, "form": form, "version": 1, "data": said, **tap()}


def entity(by: Person, area_code: str, **data: Any) -> UUID:
    said = body(area_code, **data)
    ids = {name: UUID(said[name]) for name in ("id", "entity_id")}
    return save(people.actor(by), HOUSING, **{**said, **ids, "device_at": clock.now()})


def kitchen(by: Person, area_code: str) -> UUID:
    """Of open kitchens, registered."""
    told = {"name": "东河面馆", "address": "东河路 7 号", "cameras": 2, "manager_phone": "19900002222"}
    said = {**body(area_code, form="register"), "data": told, "id": uuid7(), "entity_id": uuid7()}
    return save(people.actor(by), "open_kitchens", **{**said, "device_at": clock.now()})


def seen(data: bytes) -> dict[str, Any]:
    """A hazard with a photo."""
    return {"kind": "gas", "grade": "major", "found_on": "2026-03-01", "photo": [sha256(data)]}


def with_photo(by: Person, entity_id: UUID, data: bytes) -> None:
    """A visit that found something: its photo has arrived before it."""
    actor = people.actor(by)
    take_whole(actor, entity_id, develop(data))
    said = {**body(form="visit", tenants=3, hazards=[seen(data)]), "id": uuid7(), "entity_id": entity_id}
    save(actor, HOUSING, **{**said, "device_at": clock.now()})
    take_in(entity_id)


def set_by_hand(by: Person, entity_id: UUID, state: str, reason: str) -> None:
    until = clock.now() + timedelta(days=2)
    by_hand.set_state(people.actor(by), entity_id, state=state, reason=reason, until=until)
