"""A module that is being written: its text, whose place it is for, and how far it is on its way to be published."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db
from backend.modules.rules.draft_life import STATES


class ModuleDraft(db.Model):
    """Everything before a version; what is published stays beside its version as it was."""

    __tablename__ = "module_draft"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state"),
        CheckConstraint("(state = 'published') = (version IS NOT NULL)", name="published"),
        Index("module_draft_area_path_idx", "area_path", "id"),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    #: copied from the area, kept by the job that follows `area.succeeded`
    area_path: Mapped[AreaPath]
    #: YAML, as it was written or sent in
    text: Mapped[str]
    #: what its text calls itself, as far as it can be read
    module: Mapped[str]
    title: Mapped[dict[str, Any]]
    #: goes up with every change: who writes says which one he has seen
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="draft")
    #: what a form from elsewhere could not bring along
    notes: Mapped[list[Any]]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    #: why it was refused
    reason: Mapped[str | None]
    #: which version it has become
    version: Mapped[int | None]
