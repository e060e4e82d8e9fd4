"""Reports of orders as files: what was asked for, how far it is written, and its parts until it expires."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db


class ReportExport(db.Model):
    """The report of an order as PDF, CSV or bundle: of what the person who asked may see while it is written."""

    __tablename__ = "report_export"
    __table_args__ = (
        CheckConstraint("format IN ('pdf', 'csv', 'bundle')", name="format"),
        CheckConstraint("language IN ('zh', 'en')", name="language"),
        CheckConstraint("state IN ('writing', 'ready', 'failed', 'expired')", name="state"),
        Index("report_export_person_id_idx", "person_id", "asked_at", "id"),
        Index("report_export_expires_at_idx", "expires_at"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    format: Mapped[str]
    language: Mapped[str]
    state: Mapped[str]
    #: recipients when it was asked for, and of them written
    rows_total: Mapped[int]
    rows_done: Mapped[int]
    #: the last recipient of the page before
    after_path: Mapped[AreaPath | None]
    after_person: Mapped[UUID | None]
    file_name: Mapped[str | None]
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    ready_at: Mapped[datetime | None]
    #: the bytes go then
    expires_at: Mapped[datetime]


class ReportExportPart(db.Model):
    """Pages of recipients while it is written; the file itself, as number 0, once it is ready."""

    __tablename__ = "report_export_part"

    export_id: Mapped[UUID] = mapped_column(ForeignKey("report_export.id", ondelete="CASCADE"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)
