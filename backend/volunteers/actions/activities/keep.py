"""A host makes an activity, publishes it, and calls it off."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.areas import queries as areas
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.volunteers import policy
from backend.volunteers.actions.activities import places
from backend.volunteers.actions.activities.tell import tell
from backend.volunteers.models.activity import Activity, Signup
from backend.volunteers.queries import activities
from backend.volunteers.rules import activity_life as life

VERSION = 7


def make(actor: Actor, *, id: UUID, area_code: str, publish: bool, **about: Any) -> None:  # noqa: A002 - the field's name in the API
    """Twice is once."""
    kept = db.session.get(Activity, id)
    if kept is not None:
        if kept.host_id != actor.id:
            refuse("activity.bad_id")
        return
    if id.version != VERSION:
        refuse("activity.bad_id")
    area = areas.one(actor, area_code)
    if not policy.hosts(actor, area.path):
        refuse("area.not_found")
    _check_time(about["starts_at"], about["ends_at"])
    made = Activity(id=id, state=life.DRAFT, area_code=area.code, area_path=area.path, host_id=actor.id, **about)
    db.session.add(made)
    db.session.flush()
    record("activity.made", ("activity", id), actor=actor, area_path=area.path)
    if publish:
        _publish(actor, made)


def edit(actor: Actor, activity_id: UUID, **about: Any) -> None:
    """Until it begins; more places are filled from the waiting list at once."""
    activity = activities.one_to_change(actor, activity_id)
    if activity.state == life.CANCELLED or activity.starts_at <= clock.now():
        refuse("activity.cannot_become", state=activity.state)
    for name, value in about.items():
        setattr(activity, name, value)
    _check_time(activity.starts_at, activity.ends_at)
    db.session.flush()
    record(
        "activity.edited", ("activity", activity_id), actor=actor, area_path=activity.area_path,
        data={"fields": sorted(about)},
    )  # fmt: skip
    places.fill(activity)


def publish(actor: Actor, activity_id: UUID) -> None:
    _publish(actor, activities.one_to_change(actor, activity_id))


def cancel(actor: Actor, activity_id: UUID, *, reason: str) -> None:
    """Everybody who has a place or waits is told."""
    activity = activities.one_to_change(actor, activity_id)
    if activity.ends_at <= clock.now():
        refuse("activity.over")
    activity.become("cancel")
    activity.reason = reason
    db.session.flush()
    data = {"reason": reason}
    record("activity.cancelled", ("activity", activity_id), actor=actor, area_path=activity.area_path, data=data)
    held = (life.SIGNED_UP, life.WAITING, life.CHECKED_IN)
    query = select(Signup.person_id).where(Signup.activity_id == activity_id, Signup.state.in_(held))
    tell(activity, "cancelled", db.session.scalars(query).all())


def _publish(actor: Actor, activity: Activity) -> None:
    activity.become("publish")
    db.session.flush()
    record("activity.published", ("activity", activity.id), actor=actor, area_path=activity.area_path)


def _check_time(starts_at: datetime, ends_at: datetime) -> None:
    if not starts_at < ends_at <= starts_at + life.LONGEST or ends_at <= clock.now():
        refuse("activity.time")
