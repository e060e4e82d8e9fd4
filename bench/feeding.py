"""Reports and questions for a benchmark, over a few lines that stay open; each is timed from when it was due."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from backend.core.collector import spare_what_is_loaded

LINES = 512
READY = "ready"


@dataclass(slots=True)
class Fed:
    """`late_s`: seconds from when each was due to its answer."""

    late_s: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    took_s: float = 0.0


def feed(port: int, requests: Sequence[bytes], per_s: float, control: Connection) -> None:
    """Send them all, so many a second (0: as fast as they are answered), and tell how it went.

    Ready when its lines are open: what starting costs belongs to no answer.
    """
    asyncio.run(_feed_when_told(port, requests, per_s, control))


def fed_here(port: int, requests: Sequence[bytes]) -> Fed:
    """The same in this process, as fast as they are answered."""
    return asyncio.run(_feed_at_once(port, requests))


def ask(port: int, request: bytes, count: int, every_s: float, control: Connection) -> None:
    """So many ask the same again and again, until anything is said; then tell how long each took.

    Ready when each has asked once.
    """
    asyncio.run(_ask_when_told(port, request, count, every_s, control))


async def _feed_when_told(port: int, requests: Sequence[bytes], per_s: float, control: Connection) -> None:
    lines = await _opened(port, LINES)
    await _told(control)
    control.send(await _feed(lines, requests, per_s))


async def _feed_at_once(port: int, requests: Sequence[bytes]) -> Fed:
    return await _feed(await _opened(port, LINES), requests, 0)


async def _feed(lines: Sequence["_Line"], requests: Sequence[bytes], per_s: float) -> Fed:
    fed, began = Fed(), time.monotonic()
    waiting = enumerate(requests)
    await asyncio.gather(*[_feeder(line, waiting, began, per_s, fed) for line in lines])
    fed.took_s = time.monotonic() - began
    return fed


async def _feeder(line: "_Line", waiting: Iterator[tuple[int, bytes]], began: float, per_s: float, fed: Fed) -> None:
    for number, request in waiting:
        due = began + number / per_s if per_s else time.monotonic()
        if (early := due - time.monotonic()) > 0:
            await asyncio.sleep(early)
        fed.statuses[await line.exchange(request)] += 1
        fed.late_s.append(time.monotonic() - due)
    line.close()


async def _ask_when_told(port: int, request: bytes, count: int, every_s: float, control: Connection) -> None:
    lines = await _opened(port, count)
    await asyncio.gather(*[line.exchange(request) for line in lines])
    await _told(control)
    fed, over = Fed(), asyncio.Event()
    asking = [
        asyncio.create_task(_asker(line, request, every_s, number / count, over, fed))
        for number, line in enumerate(lines)
    ]
    await asyncio.to_thread(control.recv)
    over.set()
    await asyncio.gather(*asking)
    control.send(fed)


async def _asker(line: "_Line", request: bytes, every_s: float, phase: float, over: asyncio.Event, fed: Fed) -> None:
    await asyncio.sleep(every_s * phase)
    while not over.is_set():
        began = time.monotonic()
        fed.statuses[await line.exchange(request)] += 1
        fed.late_s.append(time.monotonic() - began)
        await asyncio.sleep(max(0.0, every_s - (time.monotonic() - began)))
    line.close()


async def _told(control: Connection) -> None:
    """Say that all is ready, and wait for the word to begin.

    Python's collector must not look through what was loaded once answers are due: it did, for 0.3 s of the first
    second, and each answer of that moment counted as late.
    """
    spare_what_is_loaded()
    control.send(READY)
    await asyncio.to_thread(control.recv)


async def _opened(port: int, count: int) -> list["_Line"]:
    lines = [_Line(port) for _ in range(count)]
    for line in lines:
        await line.open()
    return lines


class _Line(asyncio.Protocol):
    """A line that stays open; a server closes idle ones, so a broken one is opened again and asked once more.

    A protocol instead of streams, which took twice as much of the cores that the measured ones need.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._transport: asyncio.Transport | None = None
        self._came = b""
        self._answer: asyncio.Future[int] | None = None

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", self._port)

    async def exchange(self, request: bytes) -> int:
        """The status of the reply, which has come whole."""
        if self._transport:
            try:
                return await self._ask(request)
            except ConnectionError:
                self.close()
        await self.open()
        return await self._ask(request)

    def close(self) -> None:
        if self._transport:
            self._transport.close()
            self._transport = None

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, ended, body = self._came.partition(b"\r\n\r\n")
        if not ended:
            return
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if len(body) >= int(length) and self._answer and not self._answer.done():
            self._answer.set_result(int(head[9:12]))

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionResetError())

    async def _ask(self, request: bytes) -> int:
        assert self._transport
        self._came, self._answer = b"", asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer
