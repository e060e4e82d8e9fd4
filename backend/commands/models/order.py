"""Orders: CAP alerts, frozen when issued, and the little about them that moves on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import AreaPath, db


class Order(db.Model):
    """What was sent, word for word. A trigger refuses to change or delete it."""

    __tablename__ = "orders"
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_code", "plan_version"],
            ["plan_version.plan_code", "plan_version.version"],
            name="orders_plan_fkey",
        ),
        CheckConstraint("status IN ('Actual', 'Exercise')", name="status"),
        CheckConstraint("msg_type IN ('Alert', 'Update', 'Cancel')", name="msg_type"),
        CheckConstraint("kind IN ('alert', 'update', 'correction', 'all_clear')", name="kind"),
        CheckConstraint("(msg_type = 'Alert') = (references_id IS NULL)", name="references"),
        CheckConstraint("expires > sent", name="expires"),
        # Of two people who end the same order at once, one is refused.
        Index("orders_references_id_key", "references_id", unique=True),
        Index("orders_root_id_idx", "root_id", "sequence", unique=True),
        Index("orders_sent_idx", "sent"),
        Index("orders_cause_idx", "cause", "sent", postgresql_where=text("cause IS NOT NULL")),
    )

    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    #: GB/T 35965.1, 31 characters
    identifier: Mapped[str] = mapped_column(unique=True)
    sender: Mapped[str]
    sent: Mapped[datetime]
    status: Mapped[str]
    msg_type: Mapped[str]
    kind: Mapped[str]
    scope: Mapped[str]
    #: the one order that this one updates or ends
    references_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    #: the first order of the chain (itself, for an alert): its id is the push topic and tag
    root_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    #: place in the chain, from 0; a phone ignores a lower one than it has
    sequence: Mapped[int] = mapped_column(SmallInteger)
    event: Mapped[str]
    event_class: Mapped[str]
    urgency: Mapped[str]
    severity: Mapped[str]
    certainty: Mapped[str]
    response_level: Mapped[str]
    effective: Mapped[datetime]
    expires: Mapped[datetime]
    plan_code: Mapped[str]
    plan_version: Mapped[int]
    slots: Mapped[dict[str, Any]]
    #: language → title, headline, description, instruction, slots filled
    texts: Mapped[dict[str, Any]]
    #: the smallest area that holds all recipients
    area_path: Mapped[AreaPath]
    #: as the commander drew it
    target: Mapped[dict[str, Any]]
    #: CAP's area: what was drawn and the areas by their names of then; no roles, no exclusions, no people
    place: Mapped[dict[str, Any]]
    assembly_points: Mapped[list[Any]] = mapped_column(JSONB)
    checklist: Mapped[dict[str, Any]]
    #: client's times of opened, plan_chosen, area_set, confirmed
    stamps: Mapped[dict[str, Any]]
    #: who stays silent is told by these as well: step, after_s, channel
    ladder: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    #: 22:00-06:30, Beijing time, in which a mild order goes no further than push; empty: none; null: from before this
    #: was kept, the installation's
    quiet_hours: Mapped[str | None]
    #: minutes until a node must have answered
    ack_minutes: Mapped[int]
    #: share of a node's recipients that must acknowledge, 0–1
    quorum: Mapped[float]
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: the second person, where one was needed
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    #: why one was needed and not waited for
    override_reason: Mapped[str | None]
    #: what it came of, in the words of whoever linked it; nothing here reads them
    cause: Mapped[str | None]
    note: Mapped[str | None]


class OrderProgress(db.Model):
    """How far an order is: the part that changes, one row per order."""

    __tablename__ = "order_progress"

    order_id: Mapped[UUID] = mapped_column(
        ForeignKey("orders.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    #: recipients, frozen at issue
    people: Mapped[int]
    #: deliveries due after this moment are on the sender
    queued_at: Mapped[datetime]
    first_accepted_at: Mapped[datetime | None]
    #: every recipient that a channel leads to was accepted
    all_accepted_at: Mapped[datetime | None]
    first_shown_at: Mapped[datetime | None]
    all_shown_at: Mapped[datetime | None]
    first_acknowledged_at: Mapped[datetime | None]
    all_acknowledged_at: Mapped[datetime | None]
    first_arrived_at: Mapped[datetime | None]
    all_arrived_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_order_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("orders.id", deferrable=True, initially="DEFERRED")
    )
    #: superseded, cancelled, cleared, expired: the order's state from then on
    ended_reason: Mapped[str | None]


class OrderNode(db.Model):
    """A place of the area tree with recipients at or below it, as the tree was at issue."""

    __tablename__ = "order_node"
    __table_args__ = (Index("order_node_area_path_idx", "area_path", "order_id"),)

    order_id: Mapped[UUID] = mapped_column(
        ForeignKey("orders.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    area_code: Mapped[str] = mapped_column(Text, primary_key=True)
    area_path: Mapped[AreaPath]
    level: Mapped[str]
    #: recipients at this place and below
    people: Mapped[int]
    #: the lead of the place, a recipient if one of its leads is; the node is not answered without him
    responsible_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: 0–1
    quorum: Mapped[float]
    deadline_at: Mapped[datetime]
    #: when those of the place who had not answered were last told again
    resent_at: Mapped[datetime | None]


class OrderTally(db.Model):
    """How many recipients of a leaf place have this best state; moved with the states, never recounted."""

    __tablename__ = "order_tally"

    order_id: Mapped[UUID] = mapped_column(
        ForeignKey("orders.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    #: the place a recipient is frozen at; the places above are summed by path on reading
    node_code: Mapped[str] = mapped_column(Text, primary_key=True)
    #: State
    state: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    people: Mapped[int]


class OrderSerial(db.Model):
    """The last identifier given out under a prefix; one row, one update, no two alike."""

    __tablename__ = "order_serial"

    #: the identifier's first 14 characters
    prefix: Mapped[str] = mapped_column(primary_key=True)
    second: Mapped[datetime]
    serial: Mapped[int] = mapped_column(SmallInteger)
