"""Handling units 处置单位: whom cases are dispatched to, and who works there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db


class HandlingUnit(db.Model):
    """A unit of an area: cases of its subtree can be dispatched to it."""

    __tablename__ = "handling_unit"
    __table_args__ = (Index("handling_unit_area_path_idx", "area_path"),)

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    area_path: Mapped[AreaPath]
    #: false: nothing new is dispatched to it
    active: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class UnitMember(db.Model):
    """Somebody of a unit; who belonged to it before is in the facts."""

    __tablename__ = "unit_member"
    __table_args__ = (Index("unit_member_person_id_idx", "person_id"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("handling_unit.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: null: the demo world
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
