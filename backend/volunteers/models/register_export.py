"""The register as a file: masked, unless somebody said why he needs it whole."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db


class RegisterExport(db.Model):
    """What was asked for, and its bytes until they expire."""

    __tablename__ = "register_export"
    __table_args__ = (
        CheckConstraint("format IN ('csv', 'xlsx')", name="format"),
        CheckConstraint("language IN ('zh', 'en')", name="language"),
        CheckConstraint("state IN ('writing', 'ready', 'failed', 'expired')", name="state"),
        Index("register_export_person_id_idx", "person_id", "asked_at", "id"),
        Index("register_export_expires_at_idx", "expires_at"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    format: Mapped[str]
    language: Mapped[str]
    #: as GET /api/volunteers takes them
    filters: Mapped[dict[str, Any]]
    #: why names and numbers are in it whole; null: they are masked
    reason: Mapped[str | None]
    state: Mapped[str]
    rows: Mapped[int | None]
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
