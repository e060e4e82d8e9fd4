"""A muster: who was to come together for what, who was asked in which order, and who stands by as the next."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import AreaPath, db


class Muster(db.Model):
    """Sent as an order of its own; what was chosen and why stays as it was."""

    __tablename__ = "muster"
    __table_args__ = (Index("muster_area_path_idx", "area_path", "issued_at", "id"),)

    #: the order's own id
    id: Mapped[UUID] = mapped_column(ForeignKey("orders.id", deferrable=True, initially="DEFERRED"), primary_key=True)
    area_path: Mapped[AreaPath]
    #: areas, skills, parts of the week, as they were asked for
    criteria: Mapped[dict[str, Any]]
    wanted: Mapped[int]
    #: how many fitted
    found: Mapped[int]
    #: the meeting point
    place: Mapped[str]
    lng_wgs84: Mapped[float | None]
    lat_wgs84: Mapped[float | None]
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime]


class MusterMember(db.Model):
    """One of the line, in the order in which they are asked."""

    __tablename__ = "muster_member"
    __table_args__ = (
        CheckConstraint("for_person_id IS NULL OR called_at IS NOT NULL", name="called"),
        Index("muster_member_rank_idx", "muster_id", "rank"),
        # One goes, one comes: a repeated job calls nobody twice.
        Index("muster_member_for_key", "muster_id", "for_person_id", unique=True),
        Index("muster_member_person_id_idx", "person_id", "called_at", postgresql_where=text("called_at IS NOT NULL")),
    )

    muster_id: Mapped[UUID] = mapped_column(ForeignKey("muster.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    rank: Mapped[int]
    distance_m: Mapped[float | None]
    load: Mapped[int] = mapped_column(SmallInteger)
    #: null: in reserve
    called_at: Mapped[datetime | None]
    #: in whose place he was called
    for_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
