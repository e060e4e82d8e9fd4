"""Deliveries: one row per order and recipient, sent in batches; and what came back, one row per receipt."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Identity, Index, Integer, SmallInteger, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import AreaPath, db


class DeliveryBatch(db.Model):
    """About 500 deliveries: the unit of claiming. A claim is void once the sender's advisory lock is gone."""

    __tablename__ = "delivery_batch"
    __table_args__ = (
        Index("delivery_batch_open_idx", "severity_rank", "order_id", "no", postgresql_where=text("done_at IS NULL")),
        Index("delivery_batch_order_id_idx", "order_id", "no", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id", deferrable=True, initially="DEFERRED"))
    no: Mapped[int]
    #: lower goes first
    severity_rank: Mapped[int] = mapped_column(SmallInteger)
    issued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    #: sender id: objid of its advisory lock, class 7001
    claimed_by: Mapped[int | None] = mapped_column(Integer)
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    #: batches of an earlier order of the chain that were in a sender's hands when this one followed: it goes after them
    waits_for: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))


class Delivery(db.Model):
    """One recipient of one order, with the best state heard of.

    Partitioned by the month inside the order's id. No foreign keys: all rows of an order come from one statement
    that reads the referenced tables, and those rows are never deleted; 100,000 × 3 checks would cost a second.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("delivery_person_id_order_id_idx", "person_id", "order_id"),
        Index("delivery_batch_id_idx", "batch_id"),
        # No index on state or next_try_at: they change for every row, and HOT updates keep that cheap.
        {"postgresql_partition_by": "RANGE (order_id)"},
    )

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(BigInteger)
    #: where the recipient counts: the place of his grant, else his own
    node_code: Mapped[str]
    node_path: Mapped[AreaPath]
    #: the role he was chosen for
    role: Mapped[str | None]
    #: State, the best so far
    state: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    #: State, one of ANSWERS
    answer: Mapped[int | None] = mapped_column(SmallInteger)
    answered_at: Mapped[datetime | None]
    #: what led to him when last tried: webpush, console, or none
    channel: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    #: null: nothing more is owed
    next_try_at: Mapped[datetime | None]
    #: the subscriptions still owed; null: all that he has
    remaining: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid()))
    tries: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    #: HTTP status of the last try; 0: no answer came
    last_status: Mapped[int | None] = mapped_column(SmallInteger)


class Receipt(db.Model):
    """One report from a device: never updated, kept in any order of arrival. Partitioned as deliveries are."""

    __tablename__ = "receipt"
    __table_args__ = (
        Index("receipt_order_id_person_id_idx", "order_id", "person_id"),
        {"postgresql_partition_by": "RANGE (order_id)"},
    )

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    #: made by the client; version 7
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    #: State
    state: Mapped[int] = mapped_column(SmallInteger)
    device_at: Mapped[datetime]
    server_at: Mapped[datetime]
    #: device minus server, milliseconds, as the device measured it
    clock_offset_ms: Mapped[int]
    #: session, token, the name of a channel, or behalf
    via: Mapped[str]
    #: who said it for him
    by_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    note: Mapped[str | None]
