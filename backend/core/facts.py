"""The fact table: what happened, written with the change itself; audit log, change feed and job source at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import AreaPath, array, db
from backend.core.http.actor import Actor
from backend.core.jobs import defer

#: A notification may carry less than 8,000 bytes.
NOTIFY_BYTES = 7_500
#: So many names fit into one: each takes 39 bytes.
PEOPLE_PER_HINT = 150


class Fact(db.Model):
    """One thing that happened. Append-only, partitioned by month."""

    __tablename__ = "fact"
    __table_args__ = (
        Index("fact_subject_index", "subject_type", "subject_id"),
        Index("fact_area_path_index", "area_path", "xid"),
        Index("fact_xid_index", "xid"),
        # The feed of changes: what everybody may follow, and one's own receipts among everybody's.
        Index("fact_feed_idx", "xid", "seq", postgresql_where=text("subject_type IN ('order', 'incident')")),
        Index(
            "fact_own_receipts_idx", "actor_id", "xid", "seq", postgresql_where=text("subject_type = 'order_receipts'")
        ),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    at: Mapped[datetime] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    #: The transaction that wrote it: readers stop below the oldest one still running, so none is skipped.
    xid: Mapped[int] = mapped_column(BigInteger, server_default=text("(pg_current_xact_id()::text::bigint)"))
    kind: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[str]
    actor_id: Mapped[UUID | None]
    area_path: Mapped[AreaPath | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))


@dataclass(frozen=True, slots=True)
class Job:
    """A follower: the job to defer, and which of the fact's data it takes by name."""

    name: str
    takes: tuple[str, ...] = ()


_follows: dict[str, tuple[Job, ...]] = {}


def follow(follows: Mapping[str, tuple[Job, ...]]) -> None:
    """Say once, at start, which jobs follow which kind of fact."""
    _follows.clear()
    _follows.update(follows)


def record(
    kind: str,
    subject: tuple[str, object],
    *,
    actor: Actor | None = None,
    area_path: str | None = None,
    data: dict[str, Any] | None = None,
    paths: Iterable[str] | None = None,
) -> int:
    """Write a fact in the caller's transaction, start its followers and ring the bell; returns its number.

    `paths` names the subtrees whose open screens should look again, where they are more than `area_path`.
    """
    row = {"subject_id": subject[1], "area_path": area_path, "data": data or {}}
    seq = record_many(kind, subject[0], [row], actor=actor)
    ring(kind, subject[1], seq, list(paths) if paths is not None else [area_path] if area_path else [])
    return seq


def record_many(kind: str, subject_type: str, rows: list[dict[str, Any]], *, actor: Actor | None = None) -> int:
    """Write many facts of one kind in one statement, without ringing; rows: subject_id, area_path, data, [actor_id].

    Returns the number of the last one.
    """
    followers = _follows[kind]
    if not rows:
        return 0
    subjects = [str(row["subject_id"]) for row in rows]
    columns = {
        "actors": array(row.get("actor_id", actor.id if actor else None) for row in rows),
        "paths": [row.get("area_path") for row in rows],
        "subjects": subjects,
        # One text for all: in an array of texts the driver would look each through for quotes, of which JSON is full.
        "data": orjson.dumps([row.get("data") or {} for row in rows]).decode(),
    }
    shared = {"at": clock.now(), "kind": kind, "subject_type": subject_type}
    seqs = sorted(db.session.execute(text(WRITE), {**shared, **columns}).scalars())
    for job in followers:
        for row, subject_id, seq in zip(rows, subjects, seqs, strict=True):
            known = {**(row.get("data") or {}), "subject_id": subject_id, "seq": seq}
            defer(job.name, **{name: known[name] for name in job.takes})
    return int(seqs[-1])


# Numbered in the order of the rows. An insert of the ORM would take a statement for each: the key has two columns.
WRITE = """
INSERT INTO fact (at, kind, subject_type, actor_id, area_path, subject_id, data)
SELECT :at, :kind, :subject_type, actor_id, area_path, subject_id, data FROM ROWS FROM (
    unnest(CAST(:actors AS uuid[]), CAST(:paths AS text[]), CAST(:subjects AS text[])),
    jsonb_array_elements(CAST(:data AS jsonb))
) WITH ORDINALITY AS row (actor_id, area_path, subject_id, data, number)
ORDER BY number RETURNING seq
"""


def ring_people(kind: str, subject_id: object, people: Iterable[UUID]) -> None:
    """Tell the open screens of these people, wherever they stand, that something of theirs changed."""
    ring_all(hints_for(kind, subject_id, people))


def ring(kind: str, subject_id: object, seq: int, paths: list[str]) -> None:
    """Tell every web process, on commit, that something changed: a hint, never the truth."""
    ring_all([hint(kind, subject_id, seq, paths)])


def hint(kind: str, subject_id: object, seq: int, paths: list[str]) -> dict[str, Any]:
    """For the screens that look at these subtrees."""
    said: dict[str, Any] = {"kind": kind, "id": str(subject_id), "seq": seq, "paths": paths, "cursor": None}
    if len(orjson.dumps(said)) > NOTIFY_BYTES:
        # Too many places to name: wake everybody, pulling shows each what they may see.
        said["paths"] = None
    return said


def hints_for(kind: str, subject_id: object, people: Iterable[UUID]) -> list[dict[str, Any]]:
    """For the screens of these people."""
    named = sorted(str(person) for person in people)
    some = [named[start : start + PEOPLE_PER_HINT] for start in range(0, len(named), PEOPLE_PER_HINT)]
    return [{"kind": kind, "id": str(subject_id), "seq": 0, "paths": [], "people": each} for each in some]


def ring_all(hints: list[dict[str, Any]]) -> None:
    """Several bells in one statement."""
    if hints:
        db.session.execute(text(RING), {"hints": orjson.dumps(hints).decode()})


# Where a hint has a cursor, it is the oldest transaction still running now: who resumes from it misses nothing.
RING = """
SELECT pg_notify('facts', jsonb_set(hint, '{cursor}', to_jsonb(pg_snapshot_xmin(pg_current_snapshot())::text::bigint),
    create_if_missing => false)::text)
FROM jsonb_array_elements(CAST(:hints AS jsonb)) AS hint
"""
