"""What people declare of their health, and what they say against a colour."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db
from backend.health.models.state import COLOUR


class HealthDeclaration(db.Model):
    """One per person and half-day. What is said later in the same half-day is added; nothing is taken back."""

    __tablename__ = "health_declaration"
    __table_args__ = (
        CheckConstraint("half IN ('morning', 'afternoon')", name="half"),
        Index("health_declaration_person_slot_key", "person_id", "day", "half", unique=True),
        Index("health_declaration_purge_after_idx", "purge_after"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    area_path: Mapped[AreaPath]
    #: as Beijing counts
    day: Mapped[date]
    half: Mapped[str]
    symptoms: Mapped[list[Any]]
    risk_area: Mapped[bool]
    contact: Mapped[bool]
    declared_at: Mapped[datetime]
    device_at: Mapped[datetime]
    #: device minus server, milliseconds, as the device measured it
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    purpose: Mapped[str] = mapped_column(default="declaration", server_default="declaration")
    purge_after: Mapped[datetime]


class HealthAppeal(db.Model):
    """Somebody says that his colour is wrong; an officer of his place decides, with a reason."""

    __tablename__ = "health_appeal"
    __table_args__ = (
        CheckConstraint(COLOUR, name="colour"),
        CheckConstraint("outcome IN ('granted', 'refused')", name="outcome"),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided"),
        Index("health_appeal_open_person_key", "person_id", unique=True, postgresql_where=text("decided_at IS NULL")),
        Index("health_appeal_area_path_idx", "area_path", "id"),
        Index("health_appeal_purge_after_idx", "purge_after"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    area_path: Mapped[AreaPath]
    colour: Mapped[str]
    #: the person's words
    reason: Mapped[str]
    filed_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None]
    #: the officer's words
    note: Mapped[str | None]
    purpose: Mapped[str] = mapped_column(default="appeal", server_default="appeal")
    #: from its filing on, and anew from its decision
    purge_after: Mapped[datetime]
