"""Fourteen days at home: the case, its half-days, who looks after it, and what the person needs brought."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db, uuid7

RUNS = text("ended_at IS NULL")


class IsolationCase(db.Model):
    """Opened by a declaration, ended by a release."""

    __tablename__ = "isolation_case"
    __table_args__ = (
        CheckConstraint("outcome IN ('released', 'cleared')", name="outcome"),
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended"),
        Index("isolation_case_open_person_key", "person_id", unique=True, postgresql_where=RUNS),
        Index("isolation_case_area_path_idx", "area_path", "id"),
        Index("isolation_case_purge_after_idx", "purge_after"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    reasons: Mapped[list[Any]]
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: when the last of its half-days ends
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: released after its days, or cleared by an appeal
    outcome: Mapped[str | None]
    note: Mapped[str | None]
    purpose: Mapped[str] = mapped_column(default="isolation", server_default="isolation")
    #: from its last half-day on, and anew from its end
    purge_after: Mapped[datetime]


class IsolationEntry(db.Model):
    """One half-day: what was found, or how far its silence has climbed."""

    __tablename__ = "isolation_entry"
    __table_args__ = (
        CheckConstraint("half IN ('morning', 'afternoon')", name="half"),
        Index("isolation_entry_climb_idx", "next_climb_at", postgresql_where=text("next_climb_at IS NOT NULL")),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("isolation_case.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    half: Mapped[str] = mapped_column(primary_key=True)
    #: from then on it is missed
    due_at: Mapped[datetime]
    entered_at: Mapped[datetime | None]
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    temperature: Mapped[float | None]
    symptoms: Mapped[list[Any] | None]
    note: Mapped[str | None]
    #: 0 nobody yet, 1 community, 2 street, 3 district
    climb_level: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    next_climb_at: Mapped[datetime | None]


class IsolationMember(db.Model):
    """Somebody of the team that looks after the person."""

    __tablename__ = "isolation_member"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("isolation_case.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class IsolationErrand(db.Model):
    """Something to bring or to do: groceries, medicine, the rubbish."""

    __tablename__ = "isolation_errand"
    __table_args__ = (Index("isolation_errand_case_idx", "case_id", "id"),)

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("isolation_case.id", ondelete="CASCADE"))
    what: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
