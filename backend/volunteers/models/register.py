"""The register: who volunteers, with what and when; what was merged; and what was destroyed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db, uuid7

EMPTY = text("'{}'")


class Volunteer(db.Model):
    """A person of the register; name, number and grid are the person's own."""

    __tablename__ = "volunteer"
    __table_args__ = (
        Index("volunteer_skills_idx", "skills", postgresql_using="gin"),
        Index("volunteer_kept_until_idx", "kept_until"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: as 志愿汇 numbers him
    external_id: Mapped[str | None] = mapped_column(unique=True)
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=EMPTY)
    #: the parts of the week in which he has time
    availability: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=EMPTY)
    #: he takes a rest until then
    paused_until: Mapped[date | None]
    #: what he has agreed to
    purposes: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=EMPTY)
    consented_on: Mapped[date | None]
    #: the day after which his data is destroyed
    kept_until: Mapped[date]
    #: import, self, demo
    source: Mapped[str]
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)


class VolunteerMerge(db.Model):
    """Two records that were one person: what the one that went had said."""

    __tablename__ = "volunteer_merge"
    __table_args__ = (Index("volunteer_merge_kept_id_idx", "kept_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: null: it came from a list and had no record of its own
    merged_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    import_id: Mapped[UUID | None]
    #: external_id, name_and_phone, similar, list: by what they were found to be one
    why: Mapped[str]
    said: Mapped[dict[str, Any]]
    #: by hand: both as they were, so that they can be made two again; null: from a list
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Destruction(db.Model):
    """Personal data that is no more: how much of what, and its hash; never whose."""

    __tablename__ = "volunteer_destruction"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    #: asked: by the person himself; retention: its time was over; list: a list that was taken in or let go
    why: Mapped[str]
    area_path: Mapped[AreaPath | None]
    #: table → rows
    rows: Mapped[dict[str, Any]]
    #: SHA-256 over the ids of what was destroyed, in order
    digest: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
