"""A session's beginning, its ends, and what each tells the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select, update

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.models import Device, SessionFamily


@dataclass(frozen=True, slots=True)
class Session:
    """What the tokens of a reply are made from."""

    person_id: UUID
    id: UUID
    refresh_jti: UUID


def begin(person_id: UUID, *, device_id: UUID, label: str) -> Session:
    """A new session on a device; the one before it on the same device ends."""
    device = db.session.scalar(select(Device).where(Device.id == device_id).with_for_update())
    if device is None:
        device = Device(id=device_id, person_id=person_id, label=label)
        db.session.add(device)
        db.session.flush()
    here = SessionFamily.device_id == device_id
    if device.person_id == person_id:
        # The same person signs in again: the phone keeps its push subscription.
        _revoke([here], "signed_in_again")
    else:
        end([here], "other_person")
    device.person_id, device.label, device.last_seen_at = person_id, label, clock.now()
    family = SessionFamily(device_id=device_id, person_id=person_id)
    db.session.add(family)
    db.session.flush()
    record("session.started", ("session", family.id), data={"person_id": str(person_id), "device_id": str(device_id)})
    return Session(person_id, family.id, family.current_jti)


def end(which: Iterable[ColumnElement[bool]], reason: str, *, actor: Actor | None = None) -> None:
    """Revoke live sessions: their tokens die at once, and push lets the devices go (see wiring)."""
    for row in _revoke(which, reason):
        data = {"device_id": str(row.device_id), "person_id": str(row.person_id), "reason": reason}
        record("session.ended", ("session", row.id), actor=actor, data=data)


def end_all_of(person_id: UUID, reason: str, *, actor: Actor, but: UUID | None = None) -> None:
    others = [SessionFamily.id != but] if but else []
    end([SessionFamily.person_id == person_id, *others], reason, actor=actor)


def _revoke(which: Iterable[ColumnElement[bool]], reason: str) -> Sequence[Row[UUID, UUID, UUID]]:
    statement = (
        update(SessionFamily)
        .where(SessionFamily.revoked_at.is_(None), *which)
        .values(revoked_at=clock.now(), reason=reason)
        .returning(SessionFamily.id, SessionFamily.device_id, SessionFamily.person_id)
    )
    return db.session.execute(statement).all()
