"""Who was on duty or standby: where, from when, until when, and who said so."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db

OPEN = text("ended_at IS NULL")


class DutyPeriod(db.Model):
    """One stretch of being there. Past its planned end it is over by the clock, whether or not a job has said so."""

    __tablename__ = "duty_period"
    __table_args__ = (
        CheckConstraint("kind IN ('duty', 'standby')", name="kind"),
        CheckConstraint("via IN ('self', 'officer')", name="via"),
        CheckConstraint("ends_at > started_at", name="planned"),
        CheckConstraint("ended_at >= started_at", name="ended"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="end_reason"),
        CheckConstraint("(lng_wgs84 IS NULL) = (lat_wgs84 IS NULL)", name="position"),
        # One open period per person, also when he taps on two phones at once.
        Index("duty_period_open_person_key", "person_id", unique=True, postgresql_where=OPEN),
        Index("duty_period_open_area_index", "area_path", "id", postgresql_where=OPEN),
        Index("duty_period_person_index", "person_id", "started_at"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    #: who began it: the person, or an officer at a roll-call
    via: Mapped[str] = mapped_column(default="self", server_default="self")
    started_at: Mapped[datetime]
    #: as planned; over from then on
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: checked_out, replaced, expired, or by an officer: ended
    end_reason: Mapped[str | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: the officer's words
    note: Mapped[str | None]
    lng_wgs84: Mapped[float | None]
    lat_wgs84: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    device_at: Mapped[datetime]
    #: device minus server, milliseconds, as the device measured it
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    def end(self, at: datetime, reason: str, *, by: UUID | None = None, note: str | None = None) -> None:
        """Never before it began, never after the planned end. Where he stood is told while he is there."""
        self.ended_at = min(max(at, self.started_at), self.ends_at)
        self.end_reason, self.ended_by, self.note = reason, by, note
        self.lng_wgs84 = self.lat_wgs84 = self.accuracy_m = None
