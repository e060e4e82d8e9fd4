"""Somebody gives a refused item to the duty desk, and the desk says what became of it."""

from datetime import datetime
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.devices.models import HandedOver
from backend.devices.queries import handed_over


def hand_over(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    method: str,
    path: str,
    body: str,
    photos: list[str],
    status: int,
    code: str,
    device_at: datetime,
    clock_offset_ms: int,
) -> HandedOver:
    """Twice is once. What it says is not judged here: that it could not be accepted is why it comes."""
    if (kept := db.session.get(HandedOver, id)) is not None:
        return kept if kept.person_id == actor.id else refuse("quarantine.id_taken")
    said = {"method": method, "path": path, "status": status, "code": code, "device_at": device_at}
    who = {"person_id": actor.id, "device_id": actor.device_id, "area_path": actor.person_path}
    whole = {"body": body.encode(), "photos": list(dict.fromkeys(photos)), "clock_offset_ms": clock_offset_ms}
    item = HandedOver(id=id, **said, **who, **whole)
    db.session.add(item)
    db.session.flush()
    data = {"person_id": str(actor.id), "code": code}
    record("quarantine.handed_over", ("quarantine", id), actor=actor, area_path=item.area_path, data=data)
    return item


def settle(actor: Actor, item_id: UUID, *, outcome: str, note: str) -> HandedOver:
    """The bytes stay: what was dropped by mistake can still be read."""
    item = handed_over.one_to_settle(actor, item_id)
    if item.settled_at is not None:
        refuse("quarantine.settled")
    item.settled_at, item.settled_by, item.outcome, item.note = clock.now(), actor.id, outcome, note
    data = {"person_id": str(item.person_id), "outcome": outcome}
    record("quarantine.settled", ("quarantine", item.id), actor=actor, area_path=item.area_path, data=data)
    return item
