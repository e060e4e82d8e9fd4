"""The phones of the actor's subtrees: when each was last heard, what waits on it, and what is missing of it."""

from typing import Any

from sqlalchemy import Row, Select, func, select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.http.actor import Actor
from backend.core.http.numbered import DeviceSequence
from backend.core.http.paging import page
from backend.devices import policy
from backend.devices.rules import gaps
from backend.identity.models import Device, Person, SessionFamily
from backend.push.models import PushDevice

STATES = ("gap", "waiting")
#: the last word of either kind; greatest() passes over null
HEARD_AT = func.greatest(Device.last_seen_at, PushDevice.seen_at, DeviceSequence.heard_at)


def listed(actor: Actor, *, area: str | None, state: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """In the order of their places; those with a gap, those that hold something back, or all."""
    scope = areas.scope(policy.watched(actor), area)
    query = _signed_in().where(within(scope.paths, Person.area_path))
    if state == "gap":
        query = query.where(DeviceSequence.gap_at.is_not(None))
    if state == "waiting":
        query = query.where(PushDevice.queue_depth > 0)

    def shown(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
        return _shown(row) | {"person": _person(actor, row)}

    return page(query, by=(Person.area_path, Device.id), cursor=cursor, limit=limit, show=shown)


def _signed_in() -> Select[*tuple[Any, ...]]:
    here = SessionFamily.person_id == Person.id
    own = (PushDevice.device_id == Device.id) & (PushDevice.person_id == Person.id)
    return (
        select(Device, Person, Area, PushDevice, DeviceSequence, HEARD_AT.label("heard_at"))
        .join(SessionFamily, (SessionFamily.device_id == Device.id) & SessionFamily.revoked_at.is_(None))
        .join(Person, here)
        .join(Area, Area.code == Person.area_code)
        .outerjoin(PushDevice, own)
        .outerjoin(DeviceSequence, DeviceSequence.device_id == Device.id)
    )


def _shown(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    said: PushDevice | None = row.PushDevice
    heard: DeviceSequence | None = row.DeviceSequence
    missing = heard.missing if heard else []
    return {
        "id": row.Device.id,
        "label": row.Device.label,
        "last_sync_at": row.heard_at,
        "app_version": said.app_version if said else None,
        "queue_depth": said.queue_depth if said else None,
        "oldest_unsent_at": said.oldest_unsent_at if said else None,
        "said_at": said.seen_at if said else None,
        "high": heard.high if heard else 0,
        "missing": gaps.written(missing),
        "missing_count": gaps.counted(missing),
        "gap_at": heard.gap_at if heard else None,
    }


def _person(actor: Actor, row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    area: Area = row.Area
    phone = row.Person.phone if policy.may_call(actor, row.Person.area_path) else None
    place = {"area_code": area.code, "area_name_zh": area.name_zh, "area_name_en": area.name_en}
    return {"id": row.Person.id, "name": row.Person.name, "phone": phone, **place}
