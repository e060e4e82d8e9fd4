"""What is done so that a place answers: it climbs to who stands above it, and a substitute stands in for its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import AreaPath, db


class NodeClimb(db.Model):
    """One step of a place's way up, laid out when its order was issued; with its own clock."""

    __tablename__ = "node_climb"
    __table_args__ = (
        CheckConstraint("ended_reason IN ('answered', 'taken', 'order_ended')", name="ended_reason"),
        CheckConstraint("(taken_by IS NULL) = (taken_at IS NULL)", name="taken"),
        Index("node_climb_order_id_key", "order_id", "area_code", "step", unique=True),
        Index("node_climb_due_idx", "due_at", postgresql_where=text("climbed_at IS NULL AND ended_at IS NULL")),
    )

    #: also the subject of the notice: push topic and tag
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id", deferrable=True, initially="DEFERRED"))
    area_code: Mapped[str] = mapped_column(Text)
    area_path: Mapped[AreaPath]
    #: 1: to the place just above, 2: to the next one
    step: Mapped[int] = mapped_column(SmallInteger)
    to_code: Mapped[str]
    to_path: Mapped[AreaPath]
    due_at: Mapped[datetime]
    climbed_at: Mapped[datetime | None]
    #: who was told; null: nobody is there, and the next step followed at once
    to_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None]
    #: without having climbed
    ended_at: Mapped[datetime | None]
    #: answered, taken (at an earlier step), order_ended
    ended_reason: Mapped[str | None]


class Substitute(db.Model):
    """Who was pulled in for somebody who declined or asked for help. An order pulls nobody in twice."""

    __tablename__ = "substitute"
    __table_args__ = (
        CheckConstraint("reason IN ('declined', 'needs_help')", name="reason"),
        CheckConstraint("chosen IN ('standby', 'duty', 'lead', 'role')", name="chosen"),
        CheckConstraint("(person_id IS NULL) = (chosen IS NULL)", name="found"),
        Index("substitute_person_id_key", "order_id", "person_id", unique=True),
    )

    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    #: the place whose responsible person (or recipient with a duty) fell out
    area_code: Mapped[str] = mapped_column(Text, primary_key=True)
    for_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: null: nobody was left to ask
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: what the other one said
    reason: Mapped[str]
    #: why him: standby or duty in the place, another lead of it, or the same role there
    chosen: Mapped[str | None]
    #: he had the order already; else he is a recipient since then, and the frozen list is longer by this row
    was_recipient: Mapped[bool] = mapped_column(server_default=text("false"))
    at: Mapped[datetime]
