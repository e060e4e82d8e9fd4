"""Plans: what a commander chooses before an order, kept in versions that never change."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db


class Plan(db.Model):
    """A plan by its code; points at the version in force."""

    __tablename__ = "plan"

    code: Mapped[str] = mapped_column(primary_key=True)
    current_version: Mapped[int]
    #: no longer offered; orders issued from it keep their version
    withdrawn_at: Mapped[datetime | None]


class PlanVersion(db.Model):
    """One text of a plan. A trigger refuses to change or delete it."""

    __tablename__ = "plan_version"

    plan_code: Mapped[str] = mapped_column(ForeignKey("plan.code"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    #: the whole plan, in the shape of GET /plans/{code}
    content: Mapped[dict[str, Any]]
    #: SHA-256 of the content: an unchanged file makes no new version
    digest: Mapped[str]
    loaded_at: Mapped[datetime] = mapped_column(default=clock.now)
