"""A line to the database that broke while it lay is never handed out; one that was used just now is not asked."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from backend.core import db as product

PID = text("SELECT pg_backend_pid()")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(make_url(database_url), pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()


def pid_of(engine: Engine) -> int:
    with engine.connect() as line:
        return int(line.scalars(PID).one())


def last_asked(database_url: str, pid: int) -> str:
    plain = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as other:
        row = other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()
    assert row
    return str(row[0])


def end(database_url: str, pid: int) -> None:
    """Ends the other end of a line, and waits until it has gone."""
    plain = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as other:
        gone = other.execute("SELECT pg_terminate_backend(%s, 10000)", [pid]).fetchone()
    assert gone == (True,)


@pytest.mark.parametrize("lately_s", [pytest.param(0.0, id="that has lain"), pytest.param(60.0, id="just used")])
def test_a_line_that_broke_is_replaced_before_anything_is_asked(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch, lately_s: float
) -> None:
    monkeypatch.setattr(product, "LATELY_S", lately_s)
    first = pid_of(engine)
    assert pid_of(engine) == first
    end(database_url, first)
    assert pid_of(engine) != first


def test_only_a_line_that_has_lain_is_asked(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product, "LATELY_S", 60.0)
    pid = pid_of(engine)
    before = last_asked(database_url, pid)
    with engine.connect():
        assert last_asked(database_url, pid) == before
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    with engine.connect():
        assert last_asked(database_url, pid) == ""


def test_asking_leaves_no_transaction_open(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product, "LATELY_S", 0.0)
    pid_of(engine)
    with engine.connect() as line:
        driver = line.connection.driver_connection
        assert driver is not None
        assert (driver.autocommit, driver.info.transaction_status.name) == (False, "IDLE")
        line.execute(PID)
        assert driver.info.transaction_status.name == "INTRANS"
