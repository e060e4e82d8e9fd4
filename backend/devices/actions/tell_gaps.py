"""Gaps that stay are written down, and so is that they closed."""

from sqlalchemy import func, or_, select

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record_many
from backend.core.http.numbered import DeviceSequence
from backend.devices.rules import gaps
from backend.identity.models import Person

#: The rest comes with the next tick.
AT_ONCE = 1_000


def tell_gaps() -> int:
    """Once for each gap; a second time says nothing new. Returns how many devices were spoken of."""
    due = DeviceSequence.gap_at <= clock.now() - gaps.PATIENCE
    is_open = due & ~DeviceSequence.missing.contained_by(DeviceSequence.told)
    is_closed = func.isempty(DeviceSequence.missing) & ~func.isempty(DeviceSequence.told)
    query = (
        select(DeviceSequence, Person.area_path)
        .join(Person, Person.id == DeviceSequence.person_id)
        .where(or_(is_open, is_closed))
        .order_by(DeviceSequence.device_id)
        .limit(AT_ONCE)
        .with_for_update(of=DeviceSequence, skip_locked=True)
    )
    rows = db.session.execute(query).all()
    opened = [_fact(one, path) for one, path in rows if one.missing]
    closed = [_fact(one, path) for one, path in rows if not one.missing]
    for one, _ in rows:
        one.told = one.missing
    record_many("device.gap_found", "device", opened)
    record_many("device.gap_closed", "device", closed)
    return len(rows)


def _fact(one: DeviceSequence, area_path: str) -> dict[str, object]:
    data = {"person_id": str(one.person_id), "missing": gaps.written(one.missing), "high": one.high}
    return {"subject_id": one.device_id, "area_path": area_path, "data": data}
