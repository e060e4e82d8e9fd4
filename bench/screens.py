"""Open screens for a benchmark: so many streams held by one process, which tells when a hint reached each."""

import asyncio
import contextlib
import time
from multiprocessing.connection import Connection
from typing import NamedTuple

#: Opened at the same time: a web process takes them one after another.
AT_ONCE = 100
#: A hint that has not come by then does not come.
PATIENCE_S = 15.0


class Web(NamedTuple):
    port: int
    token: str


def watch(web: Web, count: int, control: Connection) -> None:
    """Says how many are open; then, for each hint's id, when it reached each: seconds since 1970. Ends at `stop`."""
    asyncio.run(_watch(web, count, control))


async def _watch(web: Web, count: int, control: Connection) -> None:
    screens = _Screens(web)
    await screens.open(count)
    control.send(screens.open_now)
    while (asked := await asyncio.to_thread(control.recv)) != "stop":
        screens.wait_for(asked, count)
        # Only now it may ring.
        control.send("ready")
        control.send(await screens.arrived())


class _Screens:
    def __init__(self, web: Web) -> None:
        self._web = web
        self._lines: list[asyncio.Transport] = []
        self.waiting_for = b""
        self.times: list[float] = []
        self.open_now = 0
        self._count = 0
        self._all_reached = asyncio.Event()

    async def open(self, count: int) -> None:
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*[self._open_one(gate) for _ in range(count)])

    def wait_for(self, hint_id: str, count: int) -> None:
        self.waiting_for, self.times, self._count = hint_id.encode(), [], count
        self._all_reached.clear()

    def reached(self) -> None:
        self.times.append(time.time())
        if len(self.times) == self._count:
            self._all_reached.set()

    async def arrived(self) -> list[float]:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._all_reached.wait(), PATIENCE_S)
        return self.times

    async def _open_one(self, gate: asyncio.Semaphore) -> None:
        async with gate:
            loop = asyncio.get_running_loop()
            is_open = loop.create_future()
            line, _ = await loop.create_connection(lambda: _Screen(self, is_open), "127.0.0.1", self._web.port)
            self._lines.append(line)
            line.write(
                f"GET /api/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                f"Authorization: Bearer {self._web.token}\r\n\r\n".encode()
            )
            await is_open
            self.open_now += 1


class _Screen(asyncio.Protocol):
    """One stream: open with its first event, reached by a hint once."""

    def __init__(self, screens: _Screens, is_open: "asyncio.Future[None]") -> None:
        self._screens = screens
        self._is_open = is_open
        self._reached = b""

    def data_received(self, data: bytes) -> None:
        waiting_for = self._screens.waiting_for
        if waiting_for and waiting_for in data and self._reached != waiting_for:
            self._reached = waiting_for
            self._screens.reached()
        elif not self._is_open.done() and b"event: hello" in data:
            self._is_open.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self._is_open.done():
            self._is_open.set_exception(ConnectionError(f"a stream was refused: {error}"))
