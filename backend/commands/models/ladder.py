"""The ladder of those who stay silent: the steps of an order, who was told by which, and the doors to knock at."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, db, uuid7

_OPEN = text("ended_at IS NULL")


class OrderStep(db.Model):
    """A step of an order's ladder, and when it is due; frozen but for the moment it began."""

    __tablename__ = "order_step"

    order_id: Mapped[UUID] = mapped_column(
        ForeignKey("orders.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    #: from 1
    step: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    #: sms, voice, work_im, app_push, door_knock
    channel: Mapped[str]
    #: as many seconds after the order as the ladder says, or when the quiet hours end
    due_at: Mapped[datetime]
    #: its first message was handed out, or its first door given to somebody
    began_at: Mapped[datetime | None]


class LadderBatch(db.Model):
    """Those of one delivery batch who are to be told by one step: looked at when it is due, gone through by room.

    Never claimed for longer than a transaction: what a sender holds are rows of `delivery_step`.
    """

    __tablename__ = "ladder_batch"
    __table_args__ = (
        Index("ladder_batch_due_idx", "channel", "severity_rank", "due_at", postgresql_where=text("done_at IS NULL")),
        Index("ladder_batch_order_id_idx", "order_id", "step", "batch_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id", deferrable=True, initially="DEFERRED"))
    step: Mapped[int] = mapped_column(SmallInteger)
    channel: Mapped[str]
    #: of delivery_batch
    batch_id: Mapped[int] = mapped_column(BigInteger)
    #: lower goes first
    severity_rank: Mapped[int] = mapped_column(SmallInteger)
    due_at: Mapped[datetime]
    #: nobody in it is left to be told by this step
    done_at: Mapped[datetime | None]


class DeliveryStep(db.Model):
    """One person at one step of an order: written when it is handed out, never for a step that does not happen.

    Partitioned and without foreign keys, as deliveries are.
    """

    __tablename__ = "delivery_step"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'claimed', 'accepted', 'delivered', 'failed', 'stopped')", name="state"),
        Index(
            "delivery_step_open_idx",
            "channel",
            "state",
            "next_try_at",
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
        Index("delivery_step_person_id_idx", "person_id", "order_id"),
        {"postgresql_partition_by": "RANGE (order_id)"},
    )

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    channel: Mapped[str]
    #: where the recipient counts, as in his delivery
    node_code: Mapped[str]
    #: waiting for its time or another try; claimed by a sender; accepted by the gateway; delivered, as it says later;
    #: failed; stopped because he answered or the order ended
    state: Mapped[str]
    #: sender id: objid of its advisory lock
    claimed_by: Mapped[int | None]
    #: first handed out: from then on he may have it
    claimed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    #: of `waiting`
    next_try_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    #: of the last try, as the gateway's protocol has it; 0: nothing was tried or no answer came
    last_status: Mapped[int | None]


class StepTally(db.Model):
    """How many people of a leaf place are in this state of a step; moved with the states, never recounted."""

    __tablename__ = "step_tally"

    order_id: Mapped[UUID] = mapped_column(
        ForeignKey("orders.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    node_code: Mapped[str] = mapped_column(Text, primary_key=True)
    step: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    state: Mapped[str] = mapped_column(Text, primary_key=True)
    people: Mapped[int]


class DoorKnock(db.Model):
    """Somebody is asked to go to a person whom no channel got a word out of. Ends with what he found there."""

    __tablename__ = "door_knock"
    __table_args__ = (
        CheckConstraint("reason IN ('same_grid', 'nearest_grid', 'duty_officer', 'nobody')", name="reason"),
        CheckConstraint("(reason = 'nobody') = (worker_id IS NULL)", name="worker"),
        CheckConstraint("outcome IN ('safe', 'needs_help', 'not_home')", name="outcome"),
        CheckConstraint(
            "(ended_at IS NULL) = (outcome IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)", name="ended"
        ),
        Index("door_knock_person_key", "order_id", "person_id", unique=True),
        Index("door_knock_worker_id_idx", "worker_id", "created_at", postgresql_where=_OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: where the person counts, as in his delivery
    node_code: Mapped[str]
    node_path: Mapped[AreaPath]
    #: who is asked to go
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: why he
    reason: Mapped[str]
    #: the grid that he comes from
    from_code: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: safe, needs_help: said for him; not_home: nobody has heard of him yet
    outcome: Mapped[str | None]
    note: Mapped[str | None]
