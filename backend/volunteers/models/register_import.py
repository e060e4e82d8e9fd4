"""A list on its way into the register: the file, and its lines while they are judged."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db

EMPTY = text("'{}'")


class RegisterImport(db.Model):
    """Who sent it, how far it is, and what its lines came to."""

    __tablename__ = "register_import"
    __table_args__ = (
        CheckConstraint("state IN ('reading', 'judging', 'judged', 'taking_in', 'taken_in', 'failed')", name="state"),
        Index("register_import_person_id_idx", "person_id", "sent_at", "id"),
        Index("register_import_expires_at_idx", "expires_at"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    file_name: Mapped[str]
    size_bytes: Mapped[int]
    state: Mapped[str]
    #: of the refusal that stopped it
    problem: Mapped[str | None]
    rows_total: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    rows_done: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    #: verdict → lines
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=EMPTY)
    #: for whose lines nothing else was said: apart, same
    similar: Mapped[str | None]
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    judged_at: Mapped[datetime | None]
    taken_in_at: Mapped[datetime | None]
    #: its lines are destroyed then
    expires_at: Mapped[datetime]


class RegisterFile(db.Model):
    """The bytes, until they are read."""

    __tablename__ = "register_file"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("register_import.id", ondelete="CASCADE"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class RegisterRow(db.Model):
    """A line, and what would become of it."""

    __tablename__ = "register_row"
    __table_args__ = (Index("register_row_verdict_idx", "import_id", "verdict", "no"),)

    import_id: Mapped[UUID] = mapped_column(ForeignKey("register_import.id", ondelete="CASCADE"), primary_key=True)
    #: its line in the file, its first is 1
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    phone: Mapped[str]
    external_id: Mapped[str | None]
    area_code: Mapped[str | None]
    area_path: Mapped[AreaPath | None]
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=EMPTY)
    availability: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=EMPTY)
    consented_on: Mapped[date | None]
    #: [[column, code, details]]
    faults: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    verdict: Mapped[str | None]
    #: whom it means, or perhaps means
    person_id: Mapped[UUID | None]
    #: external_id, name_and_phone, phone, name_and_grid: by what that was found
    found_by: Mapped[str | None]
    #: the earlier line that says it already
    same_as: Mapped[int | None]
    #: what it would correct
    changes: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=EMPTY)
