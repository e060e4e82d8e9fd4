"""Drills: what is practised when, who was frozen for it, and how it went."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.commands.rules import drill_life
from backend.core import clock
from backend.core.db import AreaPath, db


class Drill(db.Model):
    """An exercise or a communication test. Who did what to it when, and why, is in its facts."""

    __tablename__ = "drill"
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_code", "plan_version"],
            ["plan_version.plan_code", "plan_version.version"],
            name="drill_plan_fkey",
        ),
        CheckConstraint("kind IN ('exercise', 'communication_test')", name="kind"),
        CheckConstraint("repeats IN ('none', 'monthly')", name="repeats"),
        CheckConstraint("state IN ('planned', 'started', 'finished', 'called_off')", name="state"),
        CheckConstraint("(state IN ('started', 'finished')) = (order_id IS NOT NULL)", name="order"),
        CheckConstraint("(state = 'finished') = (result IS NOT NULL)", name="result"),
        Index("drill_open_idx", "state", "starts_at", postgresql_where=text("state IN ('planned', 'started')")),
        Index("drill_starts_at_idx", "starts_at", "id"),
        Index("drill_series_id_idx", "series_id"),
        Index("drill_planned_by_idx", "planned_by"),
        # Of two that go on with the same drill at once, one is refused.
        Index("drill_previous_id_key", "previous_id", unique=True),
        Index("drill_order_id_key", "order_id", unique=True),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    #: as its planner calls it
    name: Mapped[str]
    plan_code: Mapped[str]
    #: in force when it was planned
    plan_version: Mapped[int]
    slots: Mapped[dict[str, Any]]
    target: Mapped[dict[str, Any]]
    #: the smallest area that held all recipients when it was planned
    area_path: Mapped[AreaPath]
    #: recipients when it was planned
    people: Mapped[int]
    starts_at: Mapped[datetime]
    repeats: Mapped[str]
    planned_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    planned_at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[str] = mapped_column(default=drill_life.PLANNED, server_default=text("'planned'"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    #: the first drill of the series (itself, for one that stands alone)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("drill.id"))
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("drill.id"))
    #: the score, frozen when it finished
    result: Mapped[dict[str, Any] | None]

    def become(self, verb: str) -> None:
        self.state = drill_life.become(verb, self.state)


class DrillPlace(db.Model):
    """A place with recipients of a drill when it was planned; the drill is seen by whoever watches one of them."""

    __tablename__ = "drill_place"
    __table_args__ = (Index("drill_place_area_path_idx", "area_path", "drill_id"),)

    drill_id: Mapped[UUID] = mapped_column(ForeignKey("drill.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text, primary_key=True)
    area_path: Mapped[AreaPath]
    people: Mapped[int]


class DrillAudience(db.Model):
    """Who a communication test goes to, frozen when it was planned: nobody joins, and nobody takes another's place.

    No foreign key to the person: all rows of a drill come from one statement that reads that table.
    """

    __tablename__ = "drill_audience"

    drill_id: Mapped[UUID] = mapped_column(ForeignKey("drill.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    node_code: Mapped[str]
    node_path: Mapped[AreaPath]
    role: Mapped[str | None]
