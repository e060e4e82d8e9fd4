"""Activities, who has a place in them, and the calendars that show them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db
from backend.volunteers.rules import activity_life

EMPTY = text("'{}'")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Activity(db.Model):
    """Something to do, at a time and a place, for so many."""

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint(_one_of("state", activity_life.ACTIVITY_STATES), name="state"),
        CheckConstraint("starts_at < ends_at", name="time"),
        Index("activity_area_path_idx", "area_path", "starts_at", "id"),
        Index("activity_starts_at_idx", "starts_at", "id"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    place: Mapped[str]
    #: whose volunteers it is for
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    area_path: Mapped[AreaPath]
    #: what helps; nobody is kept out for lack of it
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=EMPTY)
    host_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    #: why it was called off
    reason: Mapped[str | None]
    #: which of the reminders went out: day, hour
    reminded: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=EMPTY)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    def become(self, verb: str) -> None:
        self.state = activity_life.activity_after(self.state, verb)


class Signup(db.Model):
    """Somebody's place in an activity, from signing up to his confirmed hours."""

    __tablename__ = "signup"
    __table_args__ = (
        CheckConstraint(_one_of("state", activity_life.SIGNUP_STATES), name="state"),
        Index("signup_activity_id_key", "activity_id", "person_id", unique=True),
        Index("signup_person_id_idx", "person_id", "signed_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str]
    #: the waiting list goes by it
    signed_at: Mapped[datetime]
    in_at: Mapped[datetime | None]
    out_at: Mapped[datetime | None]
    flags: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=EMPTY)
    #: served, in whole half-hours
    minutes: Mapped[int | None] = mapped_column(SmallInteger)
    #: where no phone told when he came and left: who wrote it down afterwards, and why
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_why: Mapped[str | None]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    note: Mapped[str | None]

    def become(self, verb: str) -> None:
        self.state = activity_life.signup_after(self.state, verb)

    def flag(self, name: str) -> None:
        self.flags = sorted({*self.flags, name})


class CalendarFeed(db.Model):
    """The secret address of somebody's calendar; only its hash is kept."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
