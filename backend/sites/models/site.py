"""A construction site with its steps, its workers with their clearings, and its days."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db, uuid7
from backend.sites.rules.life import STATES


class Site(db.Model):
    """Who builds what where, and how far its way back to work is."""

    __tablename__ = "site"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state"),
        Index("site_area_path_idx", "area_path", "id"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    builder: Mapped[str]
    responsible: Mapped[str]
    phone: Mapped[str]
    headcount: Mapped[int]
    #: those that it has, of the list that every site must have
    measures: Mapped[list[Any]]
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    state: Mapped[str] = mapped_column(default="draft", server_default="draft")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: from that day on its days are written down
    working_from: Mapped[date | None]


class SiteStep(db.Model):
    """One step of its life: who, when and why."""

    __tablename__ = "site_step"
    __table_args__ = (Index("site_step_site_idx", "site_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"))
    verb: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class SiteWorker(db.Model):
    """Somebody who wants to work there, and what was found of his code the last time."""

    __tablename__ = "site_worker"
    __table_args__ = (
        CheckConstraint("colour IN ('unknown', 'green', 'yellow', 'red')", name="colour"),
        CheckConstraint("source IN ('code', 'record')", name="source"),
        CheckConstraint("(decided_at IS NULL) = (passed IS NULL)", name="decided"),
        CheckConstraint("(removed_at IS NULL) = (removed_why IS NULL)", name="removed"),
        Index(
            "site_worker_site_name_key",
            "site_id",
            "name",
            "phone",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("site_worker_code_idx", "code_hash", postgresql_where=text("code_hash IS NOT NULL")),
        Index("site_worker_purge_after_idx", "purge_after"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"))
    name: Mapped[str]
    phone: Mapped[str]
    trade: Mapped[str] = mapped_column(default="", server_default="")
    passed: Mapped[bool | None]
    colour: Mapped[str | None]
    why: Mapped[str | None]
    #: code: he showed one; record: by what is known of his colour
    source: Mapped[str | None]
    #: whose code it was, by hash: it clears nobody else
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    cleared_until: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    listed_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: taken off the list by hand; kept as long as any worker, and seen by nobody
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    removed_why: Mapped[str | None]
    purpose: Mapped[str]
    purge_after: Mapped[datetime]


#: whoever was taken off the list works there no more
ON_LIST = SiteWorker.removed_at.is_(None)


class SiteDay(db.Model):
    """One day of a site: what was written of it, or that nobody wrote anything."""

    __tablename__ = "site_day"
    __table_args__ = (CheckConstraint("submitted_at IS NOT NULL OR missed_at IS NOT NULL", name="said"),)

    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"), primary_key=True)
    #: as Beijing counts
    day: Mapped[date] = mapped_column(primary_key=True)
    present: Mapped[int | None]
    #: how many had a temperature
    abnormal: Mapped[int | None]
    disinfected: Mapped[bool | None]
    note: Mapped[str | None]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    #: tapped after the day was over
    late: Mapped[bool | None]
    #: when its silence climbed to the street
    missed_at: Mapped[datetime | None]


class SiteDayPhoto(db.Model):
    """A photo that was announced with a day; arrived once its whole file is here and is the one that was announced."""

    __tablename__ = "site_day_photo"
    __table_args__ = (
        ForeignKeyConstraint(["site_id", "day"], ["site_day.site_id", "site_day.day"], ondelete="CASCADE"),
        Index("site_day_photo_sha256_idx", "sha256"),
        Index("site_day_photo_record_id_idx", "record_id"),
        Index("site_day_photo_day_idx", "day"),
    )

    site_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    #: of the file as the phone has it, in hexadecimal
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    #: the writing that announced it, by its client-made id: its uploads name it
    record_id: Mapped[UUID]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
