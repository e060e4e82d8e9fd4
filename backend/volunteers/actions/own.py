"""A volunteer keeps his own record: what he can do, when he has time, what he agrees to."""

from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from backend.areas import queries as areas
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.volunteers.models.register import Volunteer
from backend.volunteers.queries import own
from backend.volunteers.rules import consent

NEVER: list[str] = []


def edit(
    actor: Actor,
    *,
    skills: list[str] | None = None,
    availability: list[str] | None = None,
    purposes: list[str] | None = None,
    **pause: date | None,
) -> None:
    """Only what is given; a consent counts from today, and agreeing to nothing takes it back."""
    volunteer = own.one(actor, hold=True)
    if skills is not None:
        volunteer.skills = sorted(set(skills))
    if availability is not None:
        volunteer.availability = sorted(set(availability))
    if "paused_until" in pause:
        volunteer.paused_until = pause["paused_until"]
    if purposes is not None:
        _agree(volunteer, sorted(set(purposes)))
    volunteer.updated_at = clock.now()
    given: dict[str, Any] = {"skills": skills, "availability": availability, "purposes": purposes}
    fields = sorted([name for name, value in given.items() if value is not None] + list(pause))
    record("volunteer.edited", ("volunteer", actor.id), actor=actor, data={"fields": fields})


def _agree(volunteer: Volunteer, purposes: list[str]) -> None:
    volunteer.purposes = purposes
    volunteer.consented_on = areas.today() if purposes else None
    if purposes:
        volunteer.kept_until = max(volunteer.kept_until, consent.until(areas.today()))


def join(actor: Actor) -> None:
    """Whoever holds the role and has no record yet gets one. Twice is once."""
    today = areas.today()
    new = insert(Volunteer).values(
        person_id=actor.id,
        skills=NEVER,
        availability=NEVER,
        purposes=NEVER,
        kept_until=consent.until(today),
        source="self",
    )
    done: Any = db.session.execute(new.on_conflict_do_nothing())
    if done.rowcount:
        record("volunteer.joined", ("volunteer", actor.id), actor=actor)
