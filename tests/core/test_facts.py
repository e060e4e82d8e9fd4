"""Facts ring the bell on commit, carry a resumable cursor, and start their followers with the change."""

from typing import Any
from uuid import UUID

import orjson
import psycopg
import pytest
from sqlalchemy import select, text

from backend.core import facts
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import PEOPLE_PER_HINT, Fact, Job, record, record_many, ring_people
from backend.core.jobs import task


@task("bells.oil")
def oil(**_: Any) -> None:
    """Never run here: only deferred."""


def jobs_waiting() -> list[dict[str, Any]]:
    rows = database.session.execute(
        text("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
    )
    return [dict(row._mapping) for row in rows]


def test_a_fact_that_nobody_wired_is_refused(db: object) -> None:
    with pytest.raises(KeyError):
        record("bell.melted", ("bell", 1))


def test_a_follower_is_deferred_with_the_facts_data(db: object) -> None:
    facts.follow({"bell.rung": (Job("bells.oil", ("place", "subject_id")),)})
    record("bell.rung", ("bell", 7), data={"place": "north gate", "loud": True})
    assert jobs_waiting() == [{"task_name": "bells.oil", "args": {"place": "north gate", "subject_id": "7"}}]


def test_a_rollback_takes_the_job_along(committed: object) -> None:
    facts.follow({"bell.rung": (Job("bells.oil", ("subject_id",)),)})
    record("bell.rung", ("bell", 7))
    assert len(jobs_waiting()) == 1
    database.session.rollback()
    assert jobs_waiting() == []
    assert database.session.scalars(select(Fact)).all() == []


def test_many_facts_are_one_statement_and_keep_their_order(db: object) -> None:
    last = record_many("bell.rung", "bell", [{"subject_id": n} for n in range(50)])
    rows = database.session.execute(
        select(Fact.seq, Fact.subject_id).where(Fact.kind == "bell.rung").order_by(Fact.seq)
    ).all()
    assert [row.subject_id for row in rows] == [str(n) for n in range(50)]
    assert rows[-1].seq == last


def test_the_bell_rings_on_commit_only(committed: object, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as listener:
        listener.execute("LISTEN facts")
        record("bell.rung", ("bell", "rolled back"), area_path="330103.")
        database.session.rollback()
        seq = record("bell.rung", ("bell", "kept"), area_path="330103.")
        database.session.commit()
        heard = [orjson.loads(note.payload) for note in listener.notifies(timeout=5, stop_after=1)]
    assert [(hint["kind"], hint["id"], hint["seq"], hint["paths"]) for hint in heard] == [
        ("bell.rung", "kept", seq, ["330103."])
    ]


def test_who_resumes_from_a_hints_cursor_misses_no_late_commit(committed: object, database_url: str) -> None:
    """A transaction that began first and commits last lies below the other's number, not below its cursor."""
    with psycopg.connect(database_url) as slow, psycopg.connect(database_url, autocommit=True) as listener:
        slow.execute(
            "INSERT INTO fact (at, kind, subject_type, subject_id) VALUES (now(), 'bell.rung', 'bell', 'slow')"
        )
        listener.execute("LISTEN facts")
        record("bell.rung", ("bell", "fast"))
        database.session.commit()
        [hint] = [orjson.loads(note.payload) for note in listener.notifies(timeout=5, stop_after=1)]
        slow.commit()
    since = select(Fact.subject_id).where(Fact.xid >= hint["cursor"]).order_by(Fact.seq)
    assert database.session.scalars(since).all() == ["slow", "fast"]


def test_too_many_places_wake_everybody(committed: object, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as listener:
        listener.execute("LISTEN facts")
        record("bell.rung", ("bell", 1), paths=[f"330103.330103{n:03d}." for n in range(500)])
        database.session.commit()
        [note] = listener.notifies(timeout=5, stop_after=1)
    assert orjson.loads(note.payload)["paths"] is None


def test_many_people_are_named_in_a_few_bells(committed: object, database_url: str) -> None:
    people = {uuid7() for _ in range(PEOPLE_PER_HINT + 1)}
    with psycopg.connect(database_url, autocommit=True) as listener:
        listener.execute("LISTEN facts")
        ring_people("bell.mine", "1", people)
        database.session.commit()
        heard = [orjson.loads(note.payload) for note in listener.notifies(timeout=5, stop_after=2)]
    assert [len(hint["people"]) for hint in heard] == [PEOPLE_PER_HINT, 1]
    assert {UUID(person) for hint in heard for person in hint["people"]} == people
    assert {(hint["kind"], hint["id"], tuple(hint["paths"])) for hint in heard} == {("bell.mine", "1", ())}


def test_facts_lie_in_the_partition_of_their_month(committed: object, clock: Any) -> None:
    database.session.execute(text("SELECT ensure_month_partitions('fact', '2026-03-01', 1)"))
    record("bell.rung", ("bell", 1))
    where = database.session.execute(
        text("SELECT tableoid::regclass::text FROM fact WHERE kind = 'bell.rung'")
    ).scalar()
    assert where == "fact_p_2026_03"
