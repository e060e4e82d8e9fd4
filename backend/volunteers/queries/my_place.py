"""What activities mean for one person: which of his others they clash with, and his place in the waiting list."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from backend.core.db import db
from backend.volunteers.models.activity import Activity, Signup
from backend.volunteers.rules import activity_life as life


def clashes(person_id: UUID, activities: Sequence[Activity]) -> dict[UUID, str]:
    """Activity → the title of the first other one that takes his time; nobody is at two places at once."""
    if not activities:
        return {}
    first, last = min(one.starts_at for one in activities), max(one.ends_at for one in activities)
    held = (
        select(Activity.id, Activity.title, Activity.starts_at, Activity.ends_at)
        .join(Signup, Signup.activity_id == Activity.id)
        .where(Signup.person_id == person_id, Signup.state.in_(life.BUSY), Activity.state == life.PUBLISHED)
        .where(Activity.starts_at < last, Activity.ends_at > first)
        .order_by(Activity.starts_at, Activity.id)
    )
    found: dict[UUID, str] = {}
    for other in db.session.execute(held):
        for one in activities:
            if other.id != one.id and other.starts_at < one.ends_at and other.ends_at > one.starts_at:
                found.setdefault(one.id, other.title)
    return found


def places_in_line(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Activity → 1 for whoever moves up next; only those in which he waits."""
    in_order = func.row_number().over(partition_by=Signup.activity_id, order_by=(Signup.signed_at, Signup.id))
    waits = Signup.state == life.WAITING
    mine = select(Signup.activity_id).where(Signup.person_id == person_id, waits, Signup.activity_id.in_(ids))
    line = (
        select(Signup.activity_id, Signup.person_id, in_order.label("place"))
        .where(waits, Signup.activity_id.in_(mine))
        .subquery()
    )
    query = select(line.c.activity_id, line.c.place).where(line.c.person_id == person_id)
    return {row.activity_id: row.place for row in db.session.execute(query)}
