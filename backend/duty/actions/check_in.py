"""Somebody says "I am here": a worker on duty, a volunteer on standby."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.duty.actions.over import over
from backend.duty.models import DutyPeriod
from backend.duty.queries import mine
from backend.duty.rules import hours
from backend.identity.models import Person

VERSION = 7


def check_in(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    kind: str,
    area_code: str | None,
    ends_at: datetime | None,
    position: dict[str, Any] | None,
    device_at: datetime,
    clock_offset_ms: int,
) -> DutyPeriod:
    """Twice is once. Going from standby to duty, or to another place, ends what ran before."""
    _one_tap_at_a_time(actor)
    if (kept := db.session.get(DutyPeriod, id)) is not None:
        return kept if kept.person_id == actor.id else refuse("duty.id_taken")
    if id.version != VERSION:
        refuse("duty.bad_id")
    now = clock.now()
    started_at = hours.happened_at(device_at, clock_offset_ms, now)
    ends_at = ends_at or hours.planned_end(kind, started_at)
    if not hours.fits(started_at, ends_at):
        refuse("duty.end_out_of_range")
    area = _place(actor, kind, area_code)
    if (running := _make_way(actor, kind, area, started_at, now)) is not None:
        return running
    told = {"device_at": device_at, "clock_offset_ms": clock_offset_ms, **(position or {})}
    period = DutyPeriod(id=id, person_id=actor.id, kind=kind, started_at=started_at, ends_at=ends_at, **told)
    return _begin(actor, period, area, now)


def _begin(actor: Actor, period: DutyPeriod, area: Area, now: datetime) -> DutyPeriod:
    period.area_code, period.area_path = area.code, area.path
    db.session.add(period)
    db.session.flush()
    data = {"kind": period.kind, "person_id": str(actor.id), "started_at": period.started_at.isoformat()}
    record("duty.checked_in", ("duty", period.id), actor=actor, area_path=area.path, data=data)
    if period.ends_at <= now:
        # It came so late that the shift is over: kept for the record.
        over(period, actor=actor)
    return period


def _one_tap_at_a_time(actor: Actor) -> None:
    db.session.execute(select(Person.id).where(Person.id == actor.id).with_for_update(key_share=True))


def _place(actor: Actor, kind: str, area_code: str | None) -> Area:
    """The chosen one of his places, else the first that takes this kind."""
    places = mine.places(actor)
    if not any(kind in kinds for _, kinds in places):
        refuse("duty.kind_not_yours")
    fitting = (area for area, kinds in places if kind in kinds and area_code in {None, area.code})
    return next(fitting, None) or refuse("duty.place_not_yours")


def _make_way(actor: Actor, kind: str, area: Area, started_at: datetime, now: datetime) -> DutyPeriod | None:
    """The period that runs already, where it is the same; any other one ends."""
    running: DutyPeriod | None = db.session.scalar(mine.visible_to(actor).where(DutyPeriod.ended_at.is_(None)))
    if running is None:
        return None
    if running.ends_at <= now:
        over(running)
    elif (running.kind, running.area_code) == (kind, area.code):
        return running
    else:
        running.end(started_at, "replaced", by=actor.id)
        data = {"reason": "replaced", "person_id": str(actor.id)}
        record("duty.checked_out", ("duty", running.id), actor=actor, area_path=running.area_path, data=data)
    # The index lets nobody be in two places: what ended goes first.
    db.session.flush()
    return None
