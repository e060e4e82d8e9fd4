"""What people want to be told of, and which mode a cockpit is in."""

from datetime import datetime, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Numeric, Time
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db


class IndicatorSubscription(db.Model):
    """A person's threshold on an indicator of an area; told once when it is crossed, and armed again by a margin."""

    __tablename__ = "indicator_subscription"
    __table_args__ = (
        CheckConstraint("operator IN ('above', 'below')", name="operator"),
        CheckConstraint("margin >= 0", name="margin"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet"),
        Index("indicator_subscription_person_idx", "person_id", "id"),
        Index("indicator_subscription_place_idx", "area_code", "indicator"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    indicator: Mapped[str]
    operator: Mapped[str]
    threshold: Mapped[Decimal] = mapped_column(Numeric(24, 6))
    #: so far back over the threshold it must come before it is told again
    margin: Mapped[Decimal] = mapped_column(Numeric(24, 6))
    #: hours of Beijing in which nobody wants to be told; what is still so at their end is told then
    quiet_from: Mapped[time | None] = mapped_column(Time)
    quiet_until: Mapped[time | None] = mapped_column(Time)
    #: since when it is on the wrong side
    crossed_at: Mapped[datetime | None]
    #: when he was told of that
    told_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class CockpitMode(db.Model):
    """The cockpits of a subtree were put into a mode; the nearest area above a place counts, and there its last row."""

    __tablename__ = "cockpit_mode"
    __table_args__ = (
        CheckConstraint("mode IN ('normal', 'epidemic', 'flood')", name="mode"),
        Index("cockpit_mode_area_path_idx", "area_path", "seq"),
    )

    seq: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    mode: Mapped[str]
    reason: Mapped[str]
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
