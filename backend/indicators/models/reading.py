"""Readings: one figure of an indicator for an area and a period, and what it said before it was corrected."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db

NUMBER = Numeric(24, 6)


class Reading(db.Model):
    """What counts now, partitioned by the year of the period. A quotient keeps its two numbers."""

    __tablename__ = "reading"
    # What is looked at together lies together: an area's figures, each in the order of time.
    __table_args__ = ({"postgresql_partition_by": "RANGE (starts_at)"},)

    #: no foreign key: the writer has found the area, and millions of rows would look it up again
    area_code: Mapped[str] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    #: null: there was nothing to take it of
    value: Mapped[Decimal | None] = mapped_column(NUMBER)
    numerator: Mapped[Decimal | None] = mapped_column(NUMBER)
    denominator: Mapped[Decimal | None] = mapped_column(NUMBER)
    source: Mapped[str]
    #: of when it is true
    taken_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    is_demo: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    #: so often it was corrected after its period was over
    revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    #: of a rolled-up one: so many parts had a figure, of so many
    parts_in: Mapped[int | None]
    parts_of: Mapped[int | None]


class ReadingTrace(db.Model):
    """A figure that was corrected, as it stood until then; append-only."""

    __tablename__ = "reading_trace"
    __table_args__ = (
        Index("reading_trace_list_idx", "area_code", "indicator", "superseded_at", "seq"),
        {"postgresql_partition_by": "RANGE (superseded_at)"},
    )

    superseded_at: Mapped[datetime] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    area_code: Mapped[str]
    indicator: Mapped[str]
    starts_at: Mapped[datetime]
    #: of the one that was corrected
    revision: Mapped[int]
    value: Mapped[Decimal | None] = mapped_column(NUMBER)
    numerator: Mapped[Decimal | None] = mapped_column(NUMBER)
    denominator: Mapped[Decimal | None] = mapped_column(NUMBER)
    source: Mapped[str]
    taken_at: Mapped[datetime]
    received_at: Mapped[datetime]
    #: the figure that took its place
    by_value: Mapped[Decimal | None] = mapped_column(NUMBER)
    by_source: Mapped[str]
    #: null: no person did
    by_person: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]
