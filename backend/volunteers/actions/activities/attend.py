"""Somebody comes and goes: by his own tap, or by the host's for him; and the host confirms his hours."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.volunteers.actions.activities.tell import tell
from backend.volunteers.models.activity import Activity, Signup
from backend.volunteers.queries import activities
from backend.volunteers.rules import activity_life as life
from backend.volunteers.rules import service_hours


def check_in(
    actor: Actor, activity_id: UUID, *, device_at: datetime, clock_offset_ms: int, person_id: UUID | None = None
) -> None:
    """Twice is once: the first tap counts. Sent late, it counts from the tap."""
    activity, signup = found(actor, activity_id, person_id)
    if signup.in_at is not None:
        return
    at = service_hours.happened_at(device_at, clock_offset_ms, clock.now())
    if activity.state != life.PUBLISHED or not activity.starts_at - life.EARLY <= at <= activity.ends_at:
        refuse("activity.not_on")
    signup.become("check_in")
    signup.in_at = at
    _mark(signup, clock_offset_ms)
    _record("signup.checked_in", activity, signup, actor)


def check_out(
    actor: Actor, activity_id: UUID, *, device_at: datetime, clock_offset_ms: int, person_id: UUID | None = None
) -> None:
    """Twice is once. The hours follow from the two taps, and are the host's to confirm."""
    activity, signup = found(actor, activity_id, person_id)
    if signup.out_at is not None:
        return
    if signup.in_at is None:
        refuse("signup.cannot_become", state=signup.state)
    signup.become("check_out")
    at = service_hours.happened_at(device_at, clock_offset_ms, clock.now())
    signup.out_at = min(max(at, signup.in_at), max(signup.in_at, activity.ends_at + life.LATE))
    times = {"starts_at": activity.starts_at, "ends_at": activity.ends_at}
    signup.minutes = service_hours.served(signup.in_at, signup.out_at, **times)
    _mark(signup, clock_offset_ms)
    _record("signup.checked_out", activity, signup, actor)


def found(actor: Actor, activity_id: UUID, person_id: UUID | None) -> tuple[Activity, Signup]:
    """One's own; for somebody else only where one hosts."""
    for_other = person_id is not None and person_id != actor.id
    look = activities.one_to_change if for_other else activities.one_to_join
    activity = look(actor, activity_id)
    query = select(Signup).where(Signup.activity_id == activity_id, Signup.person_id == (person_id or actor.id))
    signup: Signup | None = db.session.scalar(query.with_for_update())
    return (activity, signup) if signup is not None else refuse("signup.not_found")


def confirm(actor: Actor, activity_id: UUID, *, people: list[UUID], accepted: bool, note: str | None) -> None:
    """Nobody confirms his own hours. Later than 72 hours it still counts, and is seen to have been late."""
    activity = activities.one_to_change(actor, activity_id)
    if actor.id in people:
        refuse("signup.own_hours")
    query = select(Signup).where(Signup.activity_id == activity_id, Signup.person_id.in_(people))
    found = db.session.scalars(query.order_by(Signup.id).with_for_update()).all()
    if len(found) != len(set(people)):
        refuse("signup.not_found")
    for signup in found:
        _settle(activity, signup, actor, accepted=accepted, note=note)
    db.session.flush()
    if accepted:
        tell(activity, "confirmed", [signup.person_id for signup in found])


def _settle(activity: Activity, signup: Signup, actor: Actor, *, accepted: bool, note: str | None) -> None:
    if signup.state == (life.CONFIRMED if accepted else life.REFUSED):
        return
    signup.become("confirm" if accepted else "refuse")
    now = clock.now()
    signup.confirmed_by, signup.confirmed_at, signup.note = actor.id, now, note
    if now > activity.ends_at + service_hours.CONFIRM_WITHIN:
        signup.flag("late")
    _record("signup.confirmed" if accepted else "signup.refused", activity, signup, actor)


def _mark(signup: Signup, clock_offset_ms: int) -> None:
    if service_hours.is_off(clock_offset_ms):
        signup.flag("clock")
    db.session.flush()


def _record(kind: str, activity: Activity, signup: Signup, actor: Actor) -> None:
    data: dict[str, Any] = {"person_id": str(signup.person_id), "minutes": signup.minutes, "flags": list(signup.flags)}
    record(kind, ("activity", activity.id), actor=actor, area_path=activity.area_path, data=data)
