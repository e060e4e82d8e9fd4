"""Devices number their writes: which numbers were heard, up to which, and which are missing in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask, Response, g, request
from sqlalchemy import BigInteger, Index, text
from sqlalchemy.dialects.postgresql import INT8MULTIRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db
from backend.core.group_commit import GroupCommit
from backend.core.http.actor import Actor

#: Further than any phone counts; a number beyond it is none of ours.
MOST = 2**53
#: Answers after which the same item comes again: it was not taken, and is not lost.
COMES_AGAIN = frozenset({401, 408, 423, 425, 429})
SAID: tuple[dict[str, Any], ...] = (
    {
        "in": "header",
        "name": "X-Device-Id",
        "required": False,
        "schema": {"type": "string", "format": "uuid"},
        "description": "of the device that queued this write; the one of its session",
    },
    {
        "in": "header",
        "name": "X-Device-Seq",
        "required": False,
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST - 1},
        "description": "1, 2, 3…: the reply's X-Device-Seq-High tells the highest one heard",
    },
)


class DeviceSequence(db.Model):
    """What was heard of a device's queue. A number that is missing waits on the phone, or was lost there."""

    __tablename__ = "device_sequence"
    __table_args__ = (Index("device_sequence_gap_at_idx", "gap_at", postgresql_where=text("gap_at IS NOT NULL")),)

    device_id: Mapped[UUID] = mapped_column(primary_key=True)
    #: who sent last
    person_id: Mapped[UUID]
    high: Mapped[int] = mapped_column(BigInteger)
    missing: Mapped[list[Range[int]]] = mapped_column(INT8MULTIRANGE)
    #: since when numbers are missing; a newer gap counts anew
    gap_at: Mapped[datetime | None]
    #: of the missing ones, those that a fact was written about
    told: Mapped[list[Range[int]]] = mapped_column(INT8MULTIRANGE, server_default=text("'{}'"))
    heard_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Number:
    """What the headers of a write say."""

    device_id: UUID
    seq: int
    #: None: it came by a token, for a device that is known
    person_id: UUID | None


def number_of(actor: Actor | None) -> Number | None:
    """Nobody counts for another's device; a number that is none refuses nothing, for no write is lost over it."""
    return number_in(request.headers.get("X-Device-Id", ""), request.headers.get("X-Device-Seq", ""), actor)


def number_in(device: str, seq: str, actor: Actor | None) -> Number | None:
    """The same, of the two headers as they were sent."""
    try:
        device_id = UUID(device)
    except ValueError:
        return None
    is_own = actor is None or actor.device_id == device_id
    if not (is_own and seq.isascii() and seq.isdigit() and 0 < int(seq[:17]) < MOST):
        return None
    return Number(device_id, int(seq), actor.id if actor else None)


def hear(number: Number) -> None:
    """In the caller's transaction: with the effect of the write, or with its refusal."""
    [g.seq_high] = hear_all([number])


def hear_apart(number: Number) -> None:
    """In a transaction that it shares with others, for writes that have none of their own."""
    g.seq_high = TOGETHER(number)


def hear_all(numbers: Sequence[Number]) -> list[int | None]:
    """The highest number of each one's device; None for a device that is not known."""
    highs: dict[Number, int | None] = {}
    # In one order everywhere: two groups that hold the same devices wait for each other, and never both.
    for number in sorted(set(numbers), key=lambda one: (one.device_id, one.seq)):
        row = {"device": number.device_id, "person": number.person_id, "seq": number.seq, "now": clock.now()}
        highs[number] = db.session.execute(text(HEAR if number.person_id else HEAR_KNOWN), row).scalar()
    return [highs[number] for number in numbers]


TOGETHER = GroupCommit(hear_all)

_MOVED = """
    high = greatest(kept.high, :seq),
    missing = (kept.missing + int8multirange(int8range(least(kept.high + 1, :seq), :seq)))
        - int8multirange(int8range(:seq, :seq, '[]')),
    gap_at = CASE
        WHEN :seq > kept.high + 1 THEN :now
        WHEN kept.missing <@ int8multirange(int8range(:seq, :seq, '[]')) THEN NULL
        ELSE kept.gap_at END,
    heard_at = :now
"""
HEAR = f"""
INSERT INTO device_sequence AS kept (device_id, person_id, high, missing, gap_at, heard_at)
VALUES (:device, :person, :seq, int8multirange(int8range(1, :seq)), CASE WHEN :seq > 1 THEN :now END, :now)
ON CONFLICT (device_id) DO UPDATE SET person_id = excluded.person_id, {_MOVED}
RETURNING high
"""  # noqa: S608 - put together from the constant above
HEAR_KNOWN = f"UPDATE device_sequence AS kept SET {_MOVED} WHERE device_id = :device RETURNING high"  # noqa: S608 - as above


def set_up(app: Flask) -> None:
    app.after_request(say_high)


def say_high(response: Response) -> Response:
    high = g.get("seq_high")
    if high is not None:
        response.headers["X-Device-Seq-High"] = str(high)
    return response
