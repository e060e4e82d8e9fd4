"""Filters of the list of cases that somebody keeps under a name, on all his devices."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db


class SavedFilter(db.Model):
    """One of them; nobody else's matter."""

    __tablename__ = "saved_filter"
    __table_args__ = (Index("saved_filter_person_id_idx", "person_id", "name", "id"),)

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    #: as GET /api/incidents takes them
    filters: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
