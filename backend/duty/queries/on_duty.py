"""Who is there now: a building block to join to, for any number of people."""

from sqlalchemy import ColumnElement, Select, select

from backend.core import clock
from backend.duty.models import DutyPeriod
from backend.identity.models import Person


def is_now() -> ColumnElement[bool]:
    """Neither ended nor past its planned end."""
    return DutyPeriod.ended_at.is_(None) & (DutyPeriod.ends_at > clock.now())


def on_duty() -> Select[*tuple[object, ...]]:
    """One row per active person on duty or standby now: person_id, kind, area_path.

    Join its `.subquery()`, or narrow it further by the columns of DutyPeriod.
    """
    return (
        select(DutyPeriod.person_id, DutyPeriod.kind, DutyPeriod.area_path)
        .join(Person, Person.id == DutyPeriod.person_id)
        .where(is_now(), Person.active)
    )
