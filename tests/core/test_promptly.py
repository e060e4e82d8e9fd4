"""Answers of the database that are waited for on the spot are the same answers; a late one is waited for otherwise."""

import math
import socket
from collections.abc import Generator
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from psycopg.waiting import Ready, Wait
from sqlalchemy import text
from sqlalchemy.exc import DataError

from backend.core.promptly import Connection, asked_on_the_spot, promptly

#: More than one read of the socket.
MANY = 200_000
#: Moments of the monotonic clock.
LONG, OVER = math.inf, 0.0


def test_every_line_to_the_database_can_be_waited_for_on_the_spot(db: SQLAlchemy) -> None:
    assert isinstance(db.session.connection().connection.driver_connection, Connection)


def test_what_is_asked_is_answered_as_ever(db: SQLAlchemy) -> None:
    numbers = text("SELECT generate_series(1, :many)")
    with promptly():
        told = db.session.scalars(numbers, {"many": MANY}).all()
    assert told == list(range(1, MANY + 1))


def test_a_refusal_of_the_database_is_raised_and_the_line_goes_on(db: SQLAlchemy) -> None:
    with promptly():
        with pytest.raises(DataError), db.session.begin_nested():
            db.session.execute(text("SELECT 1 / 0"))
        assert db.session.scalar(text("SELECT 1")) == 1


@pytest.fixture
def line() -> Generator[tuple[socket.socket, socket.socket], None, None]:
    here, there = socket.socketpair()
    with here, there:
        yield here, there


def reading(here: socket.socket) -> Generator[int, int, bytes]:
    """As the driver does it: wait until something can be read, then read it."""
    ready = yield Wait.R
    assert ready == Ready.R
    return here.recv(100)


def run(asking: Generator[Any, Any, Any], passed_on: list[int], when_passed_on: Any) -> Any:
    try:
        passed_on.append(next(asking))
        while True:
            when_passed_on()
            passed_on.append(asking.send(Ready.R))
    except StopIteration as done:
        return done.value


@pytest.mark.parametrize("until", [pytest.param(LONG, id="in time"), pytest.param(OVER, id="when all time is used up")])
def test_what_is_there_is_read_without_giving_the_turn_away(
    line: tuple[socket.socket, socket.socket], until: float
) -> None:
    here, there = line
    there.sendall(b"answer")
    passed_on: list[int] = []
    assert run(asked_on_the_spot(reading(here), here.fileno(), until), passed_on, lambda: None) == b"answer"
    assert passed_on == []


@pytest.mark.parametrize("until", [pytest.param(LONG, id="after a moment"), pytest.param(OVER, id="at once")])
def test_what_is_late_is_passed_on(line: tuple[socket.socket, socket.socket], until: float) -> None:
    here, there = line
    passed_on: list[int] = []
    told = run(asked_on_the_spot(reading(here), here.fileno(), until), passed_on, lambda: there.sendall(b"late"))
    assert (told, passed_on) == (b"late", [Wait.R])
