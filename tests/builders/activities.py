"""Makes activities and people with a place in them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Person
from backend.volunteers.actions.activities import attend, keep, places
from backend.volunteers.models.activity import Activity, Signup
from tests.builders import people

HOUR = timedelta(hours=1)


def body(area_code: str, *, after: timedelta = 48 * HOUR, lasts: timedelta = 2 * HOUR, **more: Any) -> dict[str, Any]:
    """What POST /api/activities takes, as JSON."""
    start = clock.now() + after
    return {
        "id": str(uuid7()),
        "area_code": area_code,
        "title": "河道清洁",
        "description": "带手套",
        "place": "东河桥下",
        "skills": [],
        "starts_at": start.isoformat(),
        "ends_at": (start + lasts).isoformat(),
        "capacity": 2,
        **more,
    }


def activity(host: Person, area_code: str, **more: Any) -> Activity:
    """Published."""
    made = body(area_code, **more)
    about = {**made, "id": UUID(made["id"]), "publish": made.get("publish", True)}
    about |= {name: datetime.fromisoformat(made[name]) for name in ("starts_at", "ends_at")}
    keep.make(people.actor(host), **about)
    db.session.flush()
    return db.session.get_one(Activity, about["id"])


def signed_up(who: Person, what: Activity) -> Signup:
    places.sign_up(people.actor(who), what.id)
    return signup_of(who, what)


def signup_of(who: Person, what: Activity) -> Signup:
    query = select(Signup).where(Signup.activity_id == what.id, Signup.person_id == who.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def tap(*, ago: timedelta = timedelta(), offset_ms: int = 0) -> dict[str, Any]:
    """When the device says it happened."""
    return {
        "device_at": clock.now() - ago + timedelta(milliseconds=offset_ms),
        "clock_offset_ms": offset_ms,
    }


def served(host: Person, who: Person, area_code: str) -> Signup:
    """From signing up to confirmed hours, on a clock that stands where it began."""
    what = activity(host, area_code, after=HOUR)
    signed_up(who, what)
    began = clock.now()
    clock.hold(what.starts_at)
    attend.check_in(people.actor(who), what.id, **tap())
    clock.hold(what.ends_at)
    attend.check_out(people.actor(who), what.id, **tap())
    attend.confirm(people.actor(host), what.id, people=[who.id], accepted=True, note=None)
    clock.hold(began)
    return signup_of(who, what)


def confirmed(who: Person, what: Activity) -> Signup:
    """As if it were over."""
    made = Signup(id=uuid7(), activity_id=what.id, person_id=who.id, state="confirmed", signed_at=clock.now())
    made.minutes, made.confirmed_at = 120, clock.now()
    db.session.add(made)
    db.session.flush()
    return made
