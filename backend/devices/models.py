"""What a phone could not get accepted and gave to the duty desk: kept byte for byte."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db


class HandedOver(db.Model):
    """A refused item in quarantine, until somebody at the desk has settled it."""

    __tablename__ = "handed_over"
    __table_args__ = (
        CheckConstraint("outcome IN ('entered', 'dropped')", name="outcome"),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled"),
        Index("handed_over_area_path_idx", "area_path", "received_at"),
        Index("handed_over_person_id_idx", "person_id", "received_at"),
    )

    #: the item's own, made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    device_id: Mapped[UUID | None]
    #: where the person belonged then: that desk sees it
    area_path: Mapped[AreaPath]
    #: what it was sent as
    method: Mapped[str]
    path: Mapped[str]
    #: as it was sealed
    body: Mapped[bytes] = mapped_column(LargeBinary)
    #: its photos by hash, which come by tus with the item's id as their record
    photos: Mapped[list[Any]] = mapped_column(JSONB)
    #: how it was refused
    status: Mapped[int]
    code: Mapped[str]
    device_at: Mapped[datetime]
    #: device minus server, milliseconds, as the device measured it
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: Outcome
    outcome: Mapped[str | None]
    #: the desk's words to whoever handed it over
    note: Mapped[str | None]
