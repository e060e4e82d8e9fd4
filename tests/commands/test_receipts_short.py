"""The short way past gunicorn: what a line that stays open says next is answered to the byte as by gunicorn itself."""

import re
import select
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from backend.commands.models.order import Order
from backend.commands.rules.receipt_token import Holder, seal
from backend.core import clock as product_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from tests.builders.sent_order import receipts_of, sent_order
from tests.builders.web import serving
from tests.cast import DAOMAO_WEST, Cast
from tests.conftest import SECRET

PATH = "/api/receipts"
SAID = f"POST {PATH} HTTP/1.1"
TIME = b"GET /api/time HTTP/1.1\r\nHost: localhost\r\n\r\n"
#: How a line of the log begins for what gunicorn answers itself.
ANSWERED = "answered:"
Answered = Callable[[socket.socket], list[str]]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("web") / "log"


@pytest.fixture(scope="module")
def port(database_url: str, log: Path) -> Iterator[int]:
    with pytest.MonkeyPatch.context() as env:
        # A line for each request that gunicorn answers itself: what goes past it leaves none.
        env.setenv("GUNICORN_CMD_ARGS", f"--access-logfile=- --access-logformat='{ANSWERED}%(r)s'")
        with serving(database_url, log.parent) as free:
            yield free


@pytest.fixture
def cast(committed: object) -> Cast:
    return Cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return sent_order(cast.commander, [(cast.volunteer, DAOMAO_WEST)])


@pytest.fixture
def report(cast: Cast, order: Order) -> dict[str, Any]:
    said = {"id": str(uuid7()), "order_id": str(order.id), "state": "acknowledged", "clock_offset_ms": 0}
    token = seal(SECRET, Holder(order.id, cast.volunteer.id))
    database.session.commit()
    return {**said, "device_at": product_clock.now().isoformat(), "note": None, "token": token}


@pytest.fixture
def line(port: int, report: dict[str, Any]) -> Iterator[socket.socket]:
    """A line whose first request is answered, so that the next is looked at. Opened last: silent, it soon ends."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as opened:
        assert asked(opened, TIME).startswith(b"HTTP/1.1 200 OK")
        yield opened


@pytest.fixture
def answered(log: Path) -> Answered:
    """What gunicorn has answered itself since the test began, without what a test asks the time for.

    It writes its log before it looks at what comes next on a line.
    """
    before = len(lines(log))

    def told(line: socket.socket) -> list[str]:
        assert asked(line, TIME).startswith(b"HTTP/1.1 200 OK")
        return [said for said in lines(log)[before:] if said != "GET /api/time HTTP/1.1"]

    return told


def lines(log: Path) -> list[str]:
    return [said.removeprefix(ANSWERED) for said in log.read_text().splitlines() if said.startswith(ANSWERED)]


def written(report: dict[str, Any], *fields: str) -> bytes:
    body = orjson.dumps(report)
    head = [f"POST {PATH} HTTP/1.1", "Host: localhost", "Content-Type: application/json", *fields]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body


def asked(line: socket.socket, request: bytes) -> bytes:
    line.sendall(request)
    return reply_of(line)


def reply_of(line: socket.socket) -> bytes:
    """One whole reply, and not a byte more."""
    came = b""
    while b"\r\n\r\n" not in came:
        came += line.recv(1) or pytest.fail(f"hung up after {came!r}")
    length = int(came.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    body = b""
    while len(body) < length:
        body += line.recv(length - len(body)) or pytest.fail(f"hung up after {body!r}")
    return came + body


def undated(reply: bytes) -> bytes:
    return re.sub(rb"Date: [^\r]*", b"Date:", reply)


def test_what_goes_past_gunicorn_is_answered_to_the_byte(
    port: int, line: socket.socket, order: Order, report: dict[str, Any], answered: Answered
) -> None:
    past = asked(line, written(report))
    assert past.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answered(line) == []
    with socket.create_connection(("127.0.0.1", port), timeout=20) as other:
        through = asked(other, written(report))
        assert answered(other) == [SAID]
    assert undated(past) == undated(through)
    [kept] = receipts_of(order)
    assert (str(kept.id), kept.via) == (report["id"], "token")


def test_one_after_another_goes_past(
    line: socket.socket, order: Order, report: dict[str, Any], answered: Answered
) -> None:
    replies = {undated(asked(line, written(report))) for _ in range(5)}
    assert len(replies) == 1
    assert answered(line) == []
    assert len(receipts_of(order)) == 1


def test_what_is_refused_is_told_by_the_endpoint_and_the_line_goes_on(
    line: socket.socket, order: Order, report: dict[str, Any], answered: Answered
) -> None:
    refused = asked(line, written({**report, "token": "no.token.ofours"}))
    assert refused.startswith(b"HTTP/1.1 401 ")
    assert b"receipt.token_invalid" in refused
    assert receipts_of(order) == []
    assert asked(line, written(report)).startswith(b"HTTP/1.1 200 OK")
    assert answered(line) == [SAID]


@pytest.mark.parametrize("at", [10, 120, -1])
def test_what_comes_in_pieces_is_waited_for(line: socket.socket, report: dict[str, Any], at: int) -> None:
    whole = written(report)
    line.sendall(whole[:at])
    assert select.select([line], [], [], 0.3)[0] == []
    assert asked(line, whole[at:]).startswith(b"HTTP/1.1 200 OK")
    assert asked(line, written(report)).startswith(b"HTTP/1.1 200 OK")


def test_several_at_once_are_answered_in_their_order(line: socket.socket, report: dict[str, Any]) -> None:
    line.sendall(written(report) + TIME + written(report) + written(report))
    heads = [reply_of(line) for _ in range(4)]
    assert [said.startswith(b"HTTP/1.1 200 OK") for said in heads] == [True] * 4
    assert [report["order_id"].encode() in said for said in heads] == [True, False, True, True]


def test_an_answer_inside_of_another_body_is_none(line: socket.socket, order: Order, report: dict[str, Any]) -> None:
    inside = written(report)
    head = "POST /api/incidents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
    line.sendall(f"{head}Content-Length: {len(inside)}\r\n\r\n".encode())
    refused = asked(line, inside)
    assert refused.startswith(b"HTTP/1.1 4")
    assert asked(line, TIME).startswith(b"HTTP/1.1 200 OK")
    assert receipts_of(order) == []


def test_who_says_otherwise_than_before_how_it_came_is_judged_anew(
    line: socket.socket, report: dict[str, Any], answered: Answered
) -> None:
    for _ in range(3):
        assert asked(line, written(report, "X-Forwarded-Proto: https")).startswith(b"HTTP/1.1 200 OK")
    assert answered(line) == [SAID]


def test_the_last_one_of_a_line_ends_it(line: socket.socket, report: dict[str, Any]) -> None:
    assert asked(line, written(report, "Connection: close")).startswith(b"HTTP/1.1 200 OK")
    assert line.recv(1) == b""
