"""Places where codes are asked for, and who was let in or stopped there, by hash."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db
from backend.health.models.state import COLOUR


class Place(db.Model):
    """A gate, a shop, an office: its code hangs on the door."""

    __tablename__ = "health_place"
    __table_args__ = (
        Index("health_place_area_path_idx", "area_path", "id"),
        Index("health_place_code_key", "code", unique=True),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    #: what its QR code says behind the prefix
    code: Mapped[str]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]


class CheckIn(db.Model):
    """One code at one place. Whose it is, only the hash says; partitioned by the month in its id."""

    __tablename__ = "health_check_in"
    __table_args__ = (
        CheckConstraint(COLOUR, name="colour"),
        CheckConstraint("source IN ('scan', 'manual', 'place')", name="source"),
        Index("health_check_in_place_idx", "place_id", "happened_at"),
        Index("health_check_in_subject_idx", "subject_hash", "happened_at"),
        Index("health_check_in_purge_after_idx", "purge_after"),
        {"postgresql_partition_by": "RANGE (id)"},
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    #: no foreign keys, as in every partitioned table: the action reads the rows they would name
    place_id: Mapped[UUID]
    area_path: Mapped[AreaPath]
    #: palm or dcc; none where it was no code at all
    provider: Mapped[str | None]
    subject_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    colour: Mapped[str]
    #: "ok", or what was wrong with the code
    why: Mapped[str]
    passed: Mapped[bool]
    #: what the gate's phone had shown, where it could tell
    said_passed: Mapped[bool | None]
    verified_at: Mapped[datetime]
    source: Mapped[str]
    #: who stood at the gate; none where the person scanned the place himself
    operator_id: Mapped[UUID | None]
    happened_at: Mapped[datetime]
    device_at: Mapped[datetime]
    #: device minus server, milliseconds, as the device measured it
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: the same code at the same place within a minute: scanned twice, counted once
    repeats_id: Mapped[UUID | None]
    #: the same code at another place within a minute: one of the two was a copy
    double_use_of: Mapped[UUID | None]
    purpose: Mapped[str] = mapped_column(default="check_in", server_default="check_in")
    purge_after: Mapped[datetime]
