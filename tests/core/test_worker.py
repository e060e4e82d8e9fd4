"""A killed worker loses no job and doubles no effect."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import orjson
import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from backend.core import beats
from backend.core.db import db as database
from backend.core.jobs import queue
from tests.core.conftest import bells_rung

SCRIPT = "tests.core.held_worker"
ROOT = Path(__file__).parents[2]
#: A worker loads for some seconds, and on a busy machine for many.
PATIENCE_S = 60


@pytest.fixture
def start_worker(database_url: str) -> Iterator[object]:
    started: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        started.append(subprocess.Popen([sys.executable, "-m", SCRIPT, database_url], cwd=ROOT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_job_whose_worker_is_killed_in_the_middle_runs_again_and_takes_effect_once(
    app: Flask, committed: object, database_url: str, start_worker: object
) -> None:
    with psycopg.connect(database_url, autocommit=True) as gate:
        gate.execute("SELECT pg_advisory_lock(4242)")
        gate.execute("LISTEN held")
        connection = database.session.connection().connection.driver_connection
        queue.configure_task("tests.held", connection=connection, queue="default").defer(number=1)
        database.session.commit()
        first = start_worker()  # type: ignore[operator]
        assert [note.payload for note in gate.notifies(timeout=PATIENCE_S, stop_after=1)] == ["1"]
        first.kill()
        first.wait()
        start_worker()  # type: ignore[operator]
        assert [note.payload for note in gate.notifies(timeout=PATIENCE_S, stop_after=1)] == ["1"], (
            "the job did not run again"
        )
        assert "1" not in bells_rung()
        database.session.rollback()
        gate.execute("SELECT pg_advisory_unlock(4242)")
        wait_until_done(gate)
    database.session.rollback()
    assert bells_rung().count("1") == 1


def test_a_periodic_job_runs_and_defers_its_followers(
    app: Flask, committed: object, database_url: str, start_worker: object
) -> None:
    with psycopg.connect(database_url, autocommit=True) as gate:
        gate.execute("LISTEN facts")
        start_worker()  # type: ignore[operator]
        # Closed at the end, for it holds the connection. At the turn of a minute the product's own jobs tell of theirs.
        with closing(gate.notifies(timeout=PATIENCE_S)) as notes:
            hints = (orjson.loads(note.payload) for note in notes)
            ticks = (hint["id"] for hint in hints if hint["kind"] == "bell.rung")
            assert list(islice(ticks, 2)) == ["tick", "tick"]


def test_a_working_worker_gives_life_signs(
    app: Flask, committed: object, database_url: str, start_worker: object
) -> None:
    with psycopg.connect(database_url, autocommit=True) as gate:
        gate.execute("LISTEN held")
        connection = database.session.connection().connection.driver_connection
        queue.configure_task("tests.held", connection=connection, queue="default").defer(number=2)
        database.session.commit()
        start_worker()  # type: ignore[operator]
        assert [note.payload for note in gate.notifies(timeout=PATIENCE_S, stop_after=1)] == ["2"]
    assert beats.alive("worker") == 1


def wait_until_done(gate: psycopg.Connection) -> None:
    """The queue tells each change of a job by a notification of its own; here asking again is enough."""
    gate.execute("LISTEN procrastinate_any_queue_v1")
    for _ in range(300):
        if gate.execute("SELECT status FROM procrastinate_jobs WHERE task_name = 'tests.held'").fetchone() == (
            "succeeded",
        ):
            return
        list(gate.notifies(timeout=0.1, stop_after=1))
    raise AssertionError("the job never ended")


def test_the_queue_has_no_job_without_a_task(app: Flask, db: object) -> None:
    names = set(queue.tasks)
    periodic = {task.task.name for task in queue.periodic_registry.periodic_tasks.values()}
    assert periodic <= names
    assert database.session.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar() == 0
