"""Wait for the database without giving the turn away, for work that hundreds of requests wait for.

A greenlet that waits for the database is taken up again behind every request that has come meanwhile. A transaction of
a dozen statements pays that a dozen times: on a busy process it took a tenth of a second where PostgreSQL needs a
hundredth. `promptly()` stays with the socket for a few milliseconds before it lets others have their turn: longer would
keep them from locks that they hold and that the statement waits for. Where the database is slow, nobody pays for it
with more than IN_ALL_S.
"""

import select
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from gevent.monkey import get_original
from psycopg.waiting import Ready, Wait

#: For one answer of the database. Most come within one.
LONGEST_MS = 5.0
#: From the begin, for all of them.
IN_ALL_S = 0.04
#: Until when, on the monotonic clock; None: not at all.
_until: ContextVar[float | None] = ContextVar("until", default=None)
_poll = get_original("select", "poll")


@contextmanager
def promptly() -> Iterator[None]:
    """What this greenlet asks of the database inside is waited for on the spot, as long as said above."""
    before = _until.set(time.monotonic() + IN_ALL_S)
    try:
        yield
    finally:
        _until.reset(before)


class Connection(psycopg.Connection[Any]):
    def wait(self, gen: Generator[Any, Any, Any], *given: Any, **more: Any) -> Any:
        until = _until.get()
        if until is not None:
            gen = asked_on_the_spot(gen, self.pgconn.socket, until)
        return super().wait(gen, *given, **more)

    def is_quiet(self) -> bool:
        """Whether nothing has come that nobody asked for: the end of the line is such a thing."""
        return not self.closed and not _polling(self.pgconn.socket, select.POLLIN).poll(0)

    def answers(self) -> bool:
        """Ask the database for nothing, outside of any transaction; False when the line is broken."""
        try:
            self.autocommit = True
            self.execute("")
            self.autocommit = False
        except psycopg.OperationalError:
            return False
        return True


def asked_on_the_spot(asking: Generator[Any, Any, Any], socket: int, until: float) -> Generator[Any, Any, Any]:
    """The same questions and answers; only what is not answered soon is passed on to whoever waits otherwise.

    `until` is a moment of the monotonic clock; from then on, only what is there already is taken.
    """
    try:
        wanted = next(asking)
        while True:
            ready = _looked(socket, wanted, until)
            wanted = asking.send(ready or (yield wanted))
    except StopIteration as done:
        return done.value


def _looked(socket: int, wanted: int, until: float) -> int:
    polling = _polling(socket, (select.POLLIN if wanted & Wait.R else 0) | (select.POLLOUT if wanted & Wait.W else 0))
    ready = 0
    for _, seen in polling.poll(min(LONGEST_MS, max(0.0, (until - time.monotonic()) * 1000))):
        ready |= (Ready.R if seen & select.POLLIN else 0) | (Ready.W if seen & select.POLLOUT else 0)
    return ready


def _polling(socket: int, events: int) -> select.poll:
    polling: select.poll = _poll()
    polling.register(socket, events)
    return polling
