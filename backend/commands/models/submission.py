"""Submissions: orders that wait for a second person, frozen as they were asked for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import AreaPath, db


class Submission(db.Model):
    """An order that somebody else must agree to; approved, it becomes the order of the same id."""

    __tablename__ = "submission"
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_code", "plan_version"],
            ["plan_version.plan_code", "plan_version.version"],
            name="submission_plan_fkey",
        ),
        CheckConstraint(
            "state IN ('pending', 'approved', 'refused', 'withdrawn', 'overridden', 'expired')", name="state"
        ),
        CheckConstraint("status IN ('Actual', 'Exercise')", name="status"),
        Index("submission_area_path_idx", "area_path", "sent_at"),
        Index("submission_submitter_id_idx", "submitter_id", "sent_at"),
        Index("submission_pending_idx", "expires_at", postgresql_where="state = 'pending'"),
    )

    #: made by the client; version 7; the order's id if it becomes one
    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    submitter_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: the smallest area that held all recipients when it was sent
    area_path: Mapped[AreaPath]
    #: recipients when it was sent; they are resolved afresh when it is approved
    people: Mapped[int]
    status: Mapped[str]
    plan_code: Mapped[str]
    plan_version: Mapped[int]
    slots: Mapped[dict[str, Any]]
    #: as in an order
    texts: Mapped[dict[str, Any]]
    target: Mapped[dict[str, Any]]
    #: of the submitter: opened, plan_chosen, area_set, confirmed
    stamps: Mapped[dict[str, Any]]
    #: when the order would expire; null: by its plan
    order_expires_at: Mapped[datetime | None]
    #: as in an order
    cause: Mapped[str | None]
    sent_at: Mapped[datetime]
    #: nobody can approve it from then on
    expires_at: Mapped[datetime]


class SubmissionStep(db.Model):
    """Who brought a submission to a state, when and why. Only added to."""

    __tablename__ = "submission_step"
    __table_args__ = (Index("submission_step_submission_id_idx", "submission_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    state: Mapped[str]
    at: Mapped[datetime]
    #: null: the clock
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]
