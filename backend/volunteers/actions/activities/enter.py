"""Whoever came without a phone is written down by the host: from when to when, and why it was not tapped."""

from datetime import datetime
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.volunteers.actions.activities.attend import found
from backend.volunteers.rules import activity_life as life
from backend.volunteers.rules import service_hours


def enter(actor: Actor, activity_id: UUID, *, person_id: UUID, in_at: datetime, out_at: datetime, reason: str) -> None:
    """As long as hours are confirmed, also after the end. What was tapped stays, and nobody enters his own."""
    if person_id == actor.id:
        refuse("signup.own_hours")
    activity, signup = found(actor, activity_id, person_id)
    if activity.state != life.PUBLISHED:
        refuse("activity.cannot_become", state=activity.state)
    if signup.in_at is not None:
        refuse("signup.cannot_become", state=signup.state)
    now = clock.now()
    if now > activity.ends_at + service_hours.CONFIRM_WITHIN:
        refuse("signup.entered_late")
    if not activity.starts_at - life.EARLY <= in_at < out_at <= min(now, activity.ends_at + life.LATE):
        refuse("signup.entered_times")
    signup.become("check_in")
    signup.become("check_out")
    signup.in_at, signup.out_at = in_at, out_at
    times = {"starts_at": activity.starts_at, "ends_at": activity.ends_at}
    signup.minutes = service_hours.served(in_at, out_at, **times)
    signup.entered_by, signup.entered_why = actor.id, reason
    signup.flag("hand")
    db.session.flush()
    data = {"person_id": str(person_id), "minutes": signup.minutes, "reason": reason}
    record("signup.entered", ("activity", activity.id), actor=actor, area_path=activity.area_path, data=data)
