"""Plans: what a commander chooses before an order, kept in versions that never change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db


class Plan(db.Model):
    """A plan by its code; points at the version in force."""

    __tablename__ = "plan"

    code: Mapped[str] = mapped_column(primary_key=True)
    #: in force; not the newest where a file changed after somebody had edited the plan here
    current_version: Mapped[int]
    #: no longer offered; orders issued from it keep their version
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_reason: Mapped[str | None]


class PlanVersion(db.Model):
    """One text of a plan. A trigger refuses to change or delete it."""

    __tablename__ = "plan_version"
    __table_args__ = (
        CheckConstraint("source IN ('catalogue', 'editor')", name="source"),
        CheckConstraint("(source = 'editor') = (edited_by IS NOT NULL)", name="edited_by"),
    )

    plan_code: Mapped[str] = mapped_column(ForeignKey("plan.code"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    #: the whole plan, in the shape of GET /plans/{code}
    content: Mapped[dict[str, Any]]
    #: SHA-256 of the content: an unchanged file makes no new version
    digest: Mapped[str]
    loaded_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: catalogue or editor, see `rules.plan_version`
    source: Mapped[str]
    edited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: why, in the editor's words
    note: Mapped[str | None]
