"""What the clock does for activities: reminders, who never came, and hours that nobody has confirmed."""

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.volunteers.actions.activities.tell import tell
from backend.volunteers.models.activity import Activity, Signup
from backend.volunteers.rules import activity_life as life
from backend.volunteers.rules import service_hours


def remind() -> int:
    """A day and an hour before; who signs up in between gets the next one. Safe to run twice; returns how many went."""
    now, done = clock.now(), 0
    for name, before in life.REMINDERS.items():
        due = (
            select(Activity)
            .where(Activity.state == life.PUBLISHED, Activity.starts_at > now, Activity.starts_at <= now + before)
            .where(~Activity.reminded.contains([name]))
            .order_by(Activity.id)
            .with_for_update(skip_locked=True)
        )
        for activity in db.session.scalars(due).all():
            activity.reminded = sorted({*activity.reminded, name})
            db.session.flush()
            held = select(Signup.person_id).where(Signup.activity_id == activity.id, Signup.state == life.SIGNED_UP)
            # What starts within the hour was published late: one word is enough.
            if name == "hour" or activity.starts_at > now + life.REMINDERS["hour"]:
                tell(activity, name, db.session.scalars(held).all())
                done += 1
    return done


def settle() -> int:
    """Who never came has missed it; whose hours wait too long is flagged. Safe to run twice; returns how many."""
    now = clock.now()
    open_ = (
        select(Signup, Activity)
        .join(Activity, Activity.id == Signup.activity_id)
        .where(Signup.state.in_((life.SIGNED_UP, life.CHECKED_IN)), Activity.ends_at + life.LATE <= now)
        .order_by(Signup.id)
        .with_for_update(of=Signup, skip_locked=True)
    )
    missed = db.session.execute(open_).all()
    for signup, activity in missed:
        signup.become("miss")
        data = {"person_id": str(signup.person_id)}
        record("signup.missed", ("activity", activity.id), area_path=activity.area_path, data=data)
    waits = (
        select(Signup)
        .join(Activity, Activity.id == Signup.activity_id)
        .where(Signup.state == life.CHECKED_OUT, Activity.ends_at + service_hours.CONFIRM_WITHIN <= now)
        .where(~Signup.flags.contains(["unconfirmed"]))
        .order_by(Signup.id)
        .with_for_update(of=Signup, skip_locked=True)
    )
    late = db.session.scalars(waits).all()
    for signup in late:
        signup.flag("unconfirmed")
    db.session.flush()
    return len(missed) + len(late)
