"""Reports and questions for a benchmark, over a few lines that stay open; each is timed from when it was due."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

LINES = 512


@dataclass(slots=True)
class Fed:
    """`late_s`: seconds from when each was due to its answer."""

    late_s: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    took_s: float = 0.0


def feed(port: int, requests: Sequence[bytes], per_s: float, control: Connection) -> None:
    """Send them all, so many a second (0: as fast as they are answered), and tell how it went."""
    control.send(asyncio.run(_feed(port, requests, per_s)))


def fed_here(port: int, requests: Sequence[bytes]) -> Fed:
    """The same in this process, as fast as they are answered."""
    return asyncio.run(_feed(port, requests, 0))


def ask(port: int, request: bytes, count: int, every_s: float, control: Connection) -> None:
    """So many ask the same again and again, until anything is said; then tell how long each took."""
    control.send(asyncio.run(_ask(port, request, count, every_s, control)))


async def _feed(port: int, requests: Sequence[bytes], per_s: float) -> Fed:
    fed, began = Fed(), time.monotonic()
    waiting = enumerate(requests)
    await asyncio.gather(*[_feeder(port, waiting, began, per_s, fed) for _ in range(LINES)])
    fed.took_s = time.monotonic() - began
    return fed


async def _feeder(port: int, waiting: Iterator[tuple[int, bytes]], began: float, per_s: float, fed: Fed) -> None:
    line = _Line(port)
    for number, request in waiting:
        due = began + number / per_s if per_s else time.monotonic()
        if (early := due - time.monotonic()) > 0:
            await asyncio.sleep(early)
        fed.statuses[await line.exchange(request)] += 1
        fed.late_s.append(time.monotonic() - due)
    line.close()


async def _ask(port: int, request: bytes, count: int, every_s: float, control: Connection) -> Fed:
    fed, over = Fed(), asyncio.Event()
    asking = [asyncio.create_task(_asker(port, request, every_s, number / count, over, fed)) for number in range(count)]
    await asyncio.to_thread(control.recv)
    over.set()
    await asyncio.gather(*asking)
    return fed


async def _asker(port: int, request: bytes, every_s: float, phase: float, over: asyncio.Event, fed: Fed) -> None:
    line = _Line(port)
    await asyncio.sleep(every_s * phase)
    while not over.is_set():
        began = time.monotonic()
        fed.statuses[await line.exchange(request)] += 1
        fed.late_s.append(time.monotonic() - began)
        await asyncio.sleep(max(0.0, every_s - (time.monotonic() - began)))
    line.close()


class _Line:
    """A line that stays open; a server closes idle ones, so a broken one is opened again and asked once more."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, request: bytes) -> int:
        if self._ends:
            try:
                return await self._ask(request)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
        self._ends = await asyncio.open_connection("127.0.0.1", self._port)
        return await self._ask(request)

    def close(self) -> None:
        if self._ends:
            self._ends[1].close()
            self._ends = None

    async def _ask(self, request: bytes) -> int:
        assert self._ends
        reader, writer = self._ends
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        _, _, rest = head.lower().partition(b"content-length:")
        await reader.readexactly(int(rest.partition(b"\r\n")[0]))
        return int(head[9:12])
