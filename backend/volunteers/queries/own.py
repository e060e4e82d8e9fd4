"""A volunteer's own record: as the phone shows it, and everything that is kept about him."""

from typing import Any

from sqlalchemy import select, text

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.volunteers.models.register import Volunteer, VolunteerMerge
from backend.volunteers.queries import register


def shown(actor: Actor) -> dict[str, Any]:
    """Unmasked: it is his."""
    row = db.session.execute(register.joined().where(Person.id == actor.id)).one_or_none()
    if row is None:
        refuse("volunteer.not_registered")
    return {**register.shown(row), "purposes": list(one(actor).purposes)}


def one(actor: Actor, *, hold: bool = False) -> Volunteer:
    query = select(Volunteer).where(Volunteer.person_id == actor.id)
    found: Volunteer | None = db.session.scalar(query.with_for_update() if hold else query)
    return found if found is not None else refuse("volunteer.not_registered")


def everything(actor: Actor) -> dict[str, Any]:
    """What is kept about him, also who looked at it and why."""
    return {
        "made_at": clock.now(),
        "record": shown(actor),
        "roles": _rows(ROLES, actor),
        "merged": [
            {"why": merge.why, "said": merge.said, "at": merge.at}
            for merge in db.session.scalars(select(VolunteerMerge).where(VolunteerMerge.kept_id == actor.id))
        ],
        "activities": _rows(ACTIVITIES, actor),
        "looked_at": _rows(LOOKED_AT, actor),
    }


def _rows(statement: str, actor: Actor) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in db.session.execute(text(statement), {"id": actor.id, "said": str(actor.id)})]


ROLES = """
SELECT role, area_code, granted_at, revoked_at FROM role_grant WHERE person_id = :id ORDER BY granted_at, id
"""

ACTIVITIES = """
SELECT activity.title, activity.place, activity.starts_at, activity.ends_at, signup.state, signup.signed_at,
    signup.in_at, signup.out_at, signup.minutes, signup.flags, signup.confirmed_at, signup.note,
    signup.entered_why
FROM signup JOIN activity ON activity.id = signup.activity_id WHERE signup.person_id = :id ORDER BY activity.starts_at
"""

LOOKED_AT = """
SELECT fact.at, fact.data ->> 'field' AS field, fact.data ->> 'reason' AS reason
FROM fact WHERE subject_type = 'volunteer' AND subject_id = :said AND kind = 'volunteer.unmasked' ORDER BY fact.at
"""
