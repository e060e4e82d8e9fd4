"""The places of an activity: taken, waited for, given back; the first who waits moves up by itself."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.volunteers.actions.activities.tell import tell
from backend.volunteers.models.activity import Activity, Signup
from backend.volunteers.queries import activities
from backend.volunteers.queries.my_place import clashes
from backend.volunteers.rules import activity_life as life


def sign_up(actor: Actor, activity_id: UUID) -> None:
    """A place, else the end of the waiting list. Twice is once; who withdrew begins again at its end."""
    activity = activities.one_to_join(actor, activity_id)
    if activity.state != life.PUBLISHED:
        refuse("activity.cannot_become", state=activity.state)
    if activity.starts_at <= clock.now():
        refuse("activity.begun")
    signup = _own(actor, activity_id)
    if signup is not None and signup.state in {life.SIGNED_UP, life.WAITING}:
        return
    _check_time(actor, activity)
    has_place = _taken(activity) < activity.capacity
    if signup is None:
        signup = Signup(id=uuid7(), activity_id=activity_id, person_id=actor.id, state=life.WITHDRAWN)
        db.session.add(signup)
    signup.become("sign_up" if has_place else "wait")
    signup.signed_at = clock.now()
    db.session.flush()
    _record("signup.made" if has_place else "signup.waits", activity, signup, actor=actor)


def withdraw(actor: Actor, activity_id: UUID) -> None:
    """Until he has checked in. Twice is once."""
    activity = activities.one_to_join(actor, activity_id)
    signup = _own(actor, activity_id)
    if signup is None:
        refuse("signup.not_found")
    if signup.state == life.WITHDRAWN:
        return
    signup.become("withdraw")
    db.session.flush()
    _record("signup.withdrawn", activity, signup, actor=actor)
    fill(activity)


def fill(activity: Activity) -> int:
    """Who waits longest moves up while there is room; the activity's row is held. Returns how many did."""
    room = activity.capacity - _taken(activity)
    if room <= 0 or activity.state != life.PUBLISHED or activity.starts_at <= clock.now():
        return 0
    queue = select(Signup).where(Signup.activity_id == activity.id, Signup.state == life.WAITING)
    moved = db.session.scalars(queue.order_by(Signup.signed_at, Signup.id).limit(room)).all()
    for signup in moved:
        signup.become("move_up")
        db.session.flush()
        _record("signup.moved_up", activity, signup)
    tell(activity, "moved_up", [signup.person_id for signup in moved])
    return len(moved)


def _own(actor: Actor, activity_id: UUID) -> Signup | None:
    query = select(Signup).where(Signup.activity_id == activity_id, Signup.person_id == actor.id)
    found: Signup | None = db.session.scalar(query)
    return found


def _taken(activity: Activity) -> int:
    query = select(func.count()).where(Signup.activity_id == activity.id, Signup.state.in_(life.TAKES))
    return db.session.scalar(query) or 0


def _check_time(actor: Actor, activity: Activity) -> None:
    title = clashes(actor.id, [activity]).get(activity.id)
    if title is not None:
        refuse("signup.clash", title=title)


def _record(kind: str, activity: Activity, signup: Signup, *, actor: Actor | None = None) -> None:
    data: dict[str, Any] = {"person_id": str(signup.person_id)}
    record(kind, ("activity", activity.id), actor=actor, area_path=activity.area_path, data=data)
