"""Modules as they were read, and where each is switched on with what a street made of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db


class ModuleVersion(db.Model):
    """One version of a module; it never changes."""

    __tablename__ = "module_version"

    module: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    #: in the published shape, checked; JSONB would sort it, and values are worked out in the order of the file
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    loaded_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: whose it is: it is there in that subtree; None for what is shipped, which is everybody's
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    area_path: Mapped[AreaPath | None]
    #: who wrote it and who approved it; None for what is shipped
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ModuleSwitch(db.Model):
    """A module on or off in an area; the nearest one above a place counts."""

    __tablename__ = "module_switch"
    __table_args__ = (
        ForeignKeyConstraint(["module", "version"], ["module_version.module", "module_version.version"]),
        Index("module_switch_area_path_idx", "area_path"),
    )

    module: Mapped[str] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)
    area_path: Mapped[AreaPath]
    version: Mapped[int]
    is_on: Mapped[bool]
    #: limits and own fields over the template, in the shape of `rules.overlay`
    adjustment: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ModuleForm(db.Model):
    """A form as it came from a phone: what was said, in the words of the version that asked."""

    __tablename__ = "module_form"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        Index("module_form_entity_idx", "entity_id", "saved_at"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    entity_id: Mapped[UUID] = mapped_column(ForeignKey("module_entity.id", ondelete="CASCADE"))
    form: Mapped[str]
    version: Mapped[int]
    data: Mapped[dict[str, Any]]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: by the server's clock, when it was tapped
    filled_at: Mapped[datetime]
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
