"""Exports: what was asked for, how far it is written, and its parts until it expires."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db


class CaseExport(db.Model):
    """A list of cases as a file: of what the person who asked may see while it is written."""

    __tablename__ = "case_export"
    __table_args__ = (
        CheckConstraint("format IN ('csv', 'xlsx')", name="format"),
        CheckConstraint("language IN ('zh', 'en')", name="language"),
        CheckConstraint("state IN ('writing', 'ready', 'failed', 'expired')", name="state"),
        Index("case_export_person_id_idx", "person_id", "asked_at", "id"),
        Index("case_export_expires_at_idx", "expires_at"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    format: Mapped[str]
    language: Mapped[str]
    #: as GET /api/incidents takes them
    filters: Mapped[dict[str, Any]]
    state: Mapped[str]
    #: counted when it was asked for
    rows_total: Mapped[int]
    rows_done: Mapped[int]
    #: where the next page begins; null: at the beginning, or nowhere any more
    next_cursor: Mapped[str | None]
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    ready_at: Mapped[datetime | None]
    #: the bytes go then
    expires_at: Mapped[datetime]


class CaseExportPart(db.Model):
    """Pages of rows while it is written; the file itself, as number 0, once it is ready."""

    __tablename__ = "case_export_part"

    export_id: Mapped[UUID] = mapped_column(ForeignKey("case_export.id", ondelete="CASCADE"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)
