"""What was expected of an order, frozen at its tap, and what became of it, kept for the next forecast."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import db


class OrderForecast(db.Model):
    """Of the recipients who could be reached in one way: how many will acknowledge in time, and who did."""

    __tablename__ = "order_forecast"
    __table_args__ = (
        Index("order_forecast_due_idx", "due_at", postgresql_where=text("kept_at IS NULL")),
        Index("order_forecast_kept_idx", "way", "status", "kept_at", postgresql_where=text("kept_at IS NOT NULL")),
    )

    order_id: Mapped[UUID] = mapped_column(
        ForeignKey("orders.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    #: push_tested, push, push_silent, live, none, or the ladder's first channel for whom nothing else leads to
    way: Mapped[str] = mapped_column(Text, primary_key=True)
    #: Actual or Exercise: a drill says little of an emergency
    status: Mapped[str]
    people: Mapped[int]
    #: 0–1: who acknowledges within the time
    expected_share: Mapped[float]
    #: seconds until half of those have
    expected_s: Mapped[float]
    #: when forecast and outcome are compared
    due_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    acknowledged: Mapped[int | None]
    median_s: Mapped[float | None]
    #: mean squared difference between the share that was expected of each person and what he did; 0 is perfect
    brier: Mapped[float | None]


class ForecastPerson(db.Model):
    """In which way a recipient could be reached at the tap; thrown away once the outcome is kept.

    No foreign keys: all rows of an order come from one statement that reads its deliveries.
    """

    __tablename__ = "forecast_person"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    way: Mapped[str]
