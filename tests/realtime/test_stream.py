"""GET /api/stream through a real gunicorn with gevent workers."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import orjson
import psycopg
import pytest

from backend.core import clock as product_clock
from backend.core import facts
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import Person
from tests.builders import people
from tests.builders.web import serving
from tests.cast import Cast
from tests.realtime.reader import Event, Reader

#: Long ones fill what the system keeps for a socket: at most some 6 MB, fewer than all of these.
PORTIONS, OF_EACH, LETTERS = 20, 100, 7_000
CHAOMING, WULIN, DISTRICT = "330103.330103005.", "330103.330103002.", "330103."


@pytest.fixture(scope="module")
def port(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with serving(database_url, tmp_path_factory.mktemp("web")) as free:
        yield free


@pytest.fixture
def cast(committed: object) -> Cast:
    return Cast()


@pytest.fixture
def opened(port: int) -> Iterator[object]:
    """`opened(person)`: a stream that has said hello."""
    with ExitStack() as streams:

        def open_one(who: Person, last_id: str | None = None) -> Reader:
            reader = streams.enter_context(Reader(port, people.token_of(who), last_id))
            assert reader.reply.status == 200
            if last_id is None:
                assert next_of(reader, "hello")
            return reader

        yield open_one


def next_of(reader: Reader, name: str) -> Event:
    """The next event of a name. The process's first ear may tell everybody to pull: that is no news here."""
    while True:
        event = reader.next()
        assert event is not None
        if event.name == name and not (name == "hint" and '"resync"' in event.data):
            return event


def hint_of(reader: Reader) -> str:
    return str(orjson.loads(next_of(reader, "hint").data)["id"])


def happen(path: str) -> str:
    name = str(uuid7())
    facts.record("order.issued", ("order", name), area_path=path)
    database.session.commit()
    return name


def ring(database_url: str, portion: int) -> list[str]:
    """A portion of long hints, fewer than a stream may have waiting."""
    names = [f"{portion}-{number}".ljust(LETTERS, "x") for number in range(OF_EACH)]
    said = [{"kind": "order.issued", "id": name, "seq": 1, "paths": [CHAOMING]} for name in names]
    with psycopg.connect(database_url) as connection:
        connection.cursor().executemany(
            "SELECT pg_notify('facts', %s)", [(orjson.dumps(one).decode(),) for one in said]
        )
    return names


def open_raw(line: socket.socket, token: str) -> str:
    """Ask for a stream and read no further than its first event, whose id is returned."""
    line.sendall(
        f"GET /api/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
        f"Authorization: Bearer {token}\r\n\r\n".encode()
    )
    read = b""
    while b"event: hello" not in read:
        read += line.recv(1)
    return read.rpartition(b"id: ")[2].split(b"\n")[0].decode()


def read_to_the_end(line: socket.socket) -> int:
    """How many bytes were on their way when the other side hung up."""
    read = 0
    while chunk := line.recv(65_536):
        read += len(chunk)
    return read


def told_until_hello(stream: Reader) -> list[str]:
    told = []
    while (event := stream.next()) is not None and event.name != "hello":
        told.append(str(orjson.loads(event.data)["id"]))
    return told


def test_a_committed_fact_reaches_the_screens_of_its_places_and_no_others(opened, cast: Cast) -> None:
    chaoming, wulin, worker = (opened(who) for who in (cast.chaoming_commander, cast.wulin_commander, cast.grid_worker))
    here = happen(CHAOMING)
    everywhere = happen(DISTRICT)
    assert [hint_of(chaoming), hint_of(chaoming)] == [here, everywhere]
    assert [hint_of(worker), hint_of(worker)] == [here, everywhere]
    assert hint_of(wulin) == everywhere


def test_who_comes_back_is_told_what_happened_in_between(opened, cast: Cast) -> None:
    first = opened(cast.chaoming_commander)
    before = happen(CHAOMING)
    assert hint_of(first) == before
    last_id = first.last_id
    first.__exit__()
    missed, foreign = happen(CHAOMING), happen(WULIN)
    again = opened(cast.chaoming_commander, last_id)
    told = [hint_of(again)]
    while told[-1] != missed:
        told.append(hint_of(again))
    assert set(told) <= {before, missed}
    assert next_of(again, "hello")
    after = happen(CHAOMING)
    assert hint_of(again) == after
    assert foreign not in told


def test_a_stream_ends_when_its_token_expires(port: int, cast: Cast) -> None:
    product_clock.hold(product_clock.now() - timedelta(minutes=15) + timedelta(seconds=3))
    token = people.token_of(cast.grid_worker)
    product_clock.release()
    with Reader(port, token) as stream:
        assert next_of(stream, "hello")
        while (event := stream.next()) is not None:
            assert event.name == "hint"
    with Reader(port, token) as refused:
        assert refused.reply.status == 401


def test_many_open_streams_hold_no_database_connection(port: int, opened, cast: Cast, database_url: str) -> None:
    streams = [opened(cast.grid_worker) for _ in range(50)]
    name = happen(CHAOMING)
    assert {hint_of(stream) for stream in streams} == {name}
    with psycopg.connect(database_url) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"
        [[ears]] = connection.execute(query, ["palm-cockpit-listener"]).fetchall()
        [[busy]] = connection.execute(query + " AND state <> 'idle'", ["palm-cockpit"]).fetchall()
    assert (ears, busy) == (1, 0)


def test_a_lost_listener_comes_back_and_tells_everybody_to_pull(opened, cast: Cast, database_url: str) -> None:
    stream = opened(cast.grid_worker)
    first = happen(CHAOMING)
    assert hint_of(stream) == first
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'palm-cockpit-listener'"
        )
    event = stream.next()
    assert event is not None
    assert '"resync"' in event.data
    second = happen(CHAOMING)
    assert hint_of(stream) == second


def test_a_reader_that_is_stuck_is_cut_off_while_others_go_on_and_is_told_what_it_missed(
    port: int, opened, cast: Cast, database_url: str
) -> None:
    quick = opened(cast.chaoming_commander)
    with socket.socket() as stuck:
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stuck.settimeout(30)
        stuck.connect(("127.0.0.1", port))
        last_id = open_raw(stuck, people.token_of(cast.chaoming_commander))
        missed = happen(CHAOMING)
        assert hint_of(quick) == missed
        for portion in range(PORTIONS):
            names = ring(database_url, portion)
            assert [hint_of(quick) for _ in names] == names
        unread = read_to_the_end(stuck)
    assert unread < PORTIONS * OF_EACH * LETTERS
    assert missed in told_until_hello(opened(cast.chaoming_commander, last_id))


def test_who_does_not_ask_for_a_stream_gets_none(client) -> None:
    cast = Cast()
    refused = client.as_(cast.grid_worker).get("/api/stream")
    assert (refused.status_code, refused.get_json()["code"]) == (406, "stream.accept")


def test_a_stranger_gets_no_stream(client) -> None:
    assert client.get("/api/stream", headers={"Accept": "text/event-stream"}).status_code == 401
