"""Days that the district itself declared working or free, against the calendar of the country."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db


class WorkDay(db.Model):
    """One day. Deadlines that ran already keep their end."""

    __tablename__ = "work_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    #: why
    note: Mapped[str]
    set_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(default=clock.now)
