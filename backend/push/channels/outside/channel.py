"""A channel that leads outside: feeds its gateway at the gateway's pace, in a thread of its own."""

import asyncio
import os
import select
import threading
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

import structlog

from backend.core import clock
from backend.push.channels.envelope import Envelope, Report, Result
from backend.push.channels.outside.gateway import Asked, Fate, Gateway, Lined, Sent
from backend.push.channels.outside.pace import Pace
from backend.push.channels.outside.said import said
from backend.push.rules.answers import Outcome

#: More than it takes in this time goes back to its source, so that what is more urgent does not wait behind it.
_AHEAD_S = 2.0
#: Messages that come one by one are gathered this long for one call.
_GATHER_S = 0.05
_LINE_AGAIN_S = 1.0
_FAREWELL_S = 0.05
log = structlog.get_logger()


class OutsideChannel:
    def __init__(self, name: str, gateway: Gateway, per_second: float) -> None:
        self.name = name
        self._gateway = gateway
        self._pace = Pace(per_second)
        self._lock = threading.Lock()
        self._waiting: deque[Envelope] = deque()
        self._in_flight = 0
        self._results: list[Result] = []
        self._reports: list[tuple[Report, asyncio.Future[None]]] = []
        self._told: list[asyncio.Future[None]] = []
        self._bell, self._rope = os.pipe()
        for end in (self._bell, self._rope):
            os.set_blocking(end, False)
        self._is_closed = False
        self._loop = asyncio.new_event_loop()
        self._more = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name=f"channel-{name}", daemon=True)
        self._thread.start()

    def fileno(self) -> int:
        return self._bell

    @property
    def room(self) -> int:
        return max(0, self._capacity - len(self._waiting))

    @property
    def busy(self) -> bool:
        with self._lock:
            return bool(self._waiting or self._in_flight or self._results)

    def start(self, envelopes: Iterable[Envelope]) -> None:
        now = clock.now()
        with self._lock:
            for position, envelope in enumerate(envelopes):
                if envelope.expires_at <= now:
                    self._results.append(_result(envelope, "refused"))
                elif len(self._waiting) < self._capacity:
                    self._waiting.append(envelope)
                else:
                    later = now + timedelta(seconds=position / self._pace.rate)
                    back = Result(envelope.key, envelope.subscription_id, "unsent", 0, later, now)
                    self._results.append(back)
            self._ring()
        self._call(self._more.set)

    def turn(self, timeout_s: float, wake: Sequence[int]) -> list[Result]:
        if not self._results and timeout_s > 0:
            select.select([self._bell, *wake], [], [], timeout_s)
        with suppress(BlockingIOError):
            os.read(self._bell, 4096)
        with self._lock:
            results, self._results = self._results, []
        return results

    def hand_back(self) -> list[Result]:
        return self._give_up(lambda _: True, "unsent")

    def make_way(self, rank: int) -> list[Result]:
        return self._give_up(lambda envelope: envelope.rank > rank, "unsent")

    def reports(self) -> list[Report]:
        with self._lock:
            given, self._reports = self._reports, []
        self._told += [future for _, future in given]
        return [report for report, _ in given]

    def kept(self) -> None:
        told, self._told = self._told, []
        self._call(lambda: _release(told))

    def shared_by(self, senders: int) -> None:
        self._pace.shared_by(senders)

    def drop(self, subjects: Collection[UUID]) -> None:
        """What waits here of these orders never leaves."""
        with self._lock:
            dropped = [envelope for envelope in self._waiting if said(envelope).order_id in subjects]
            self._waiting = deque(envelope for envelope in self._waiting if envelope not in dropped)
            self._results += [_result(envelope, "refused") for envelope in dropped]
            self._ring()

    def ask(self, messages: Sequence[Sent]) -> None:
        """What became of them; what is lost on the way is asked again at its time."""
        self._call(lambda: self._loop.create_task(self._ask(messages)))

    def recall(self, messages: Sequence[Sent]) -> None:
        """Take back what was accepted, as far as the gateway can; nobody waits for it."""
        self._call(lambda: self._loop.create_task(self._recall(messages)))

    def close(self) -> None:
        self._call(self._stop)
        self._thread.join(5)
        if not self._thread.is_alive() and not self._is_closed:
            self._is_closed = True
            os.close(self._bell)
            os.close(self._rope)

    @property
    def _capacity(self) -> int:
        return max(self._gateway.batch, int(self._pace.rate * _AHEAD_S))

    def _call(self, what: object) -> None:
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(what)  # type: ignore[arg-type]  # any function without arguments

    def _ring(self) -> None:
        with suppress(BlockingIOError, OSError):
            os.write(self._rope, b"!")

    def _give_up(self, which: Callable[[Envelope], bool], outcome: Outcome) -> list[Result]:
        now = clock.now()
        with self._lock:
            given = [envelope for envelope in self._waiting if which(envelope)]
            self._waiting = deque(envelope for envelope in self._waiting if not which(envelope))
            self._results += [Result(one.key, one.subscription_id, outcome, 0, now, now) for one in given]
        return self.turn(0, ())

    # What follows runs in the channel's thread.

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._tasks = [self._loop.create_task(self._keep_line()), self._loop.create_task(self._feed())]
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        # What is on the line when the line is put down stays in doubt.
        while left := asyncio.all_tasks(self._loop):
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        # Not before: whoever was still on the line would have opened another.
        self._loop.run_until_complete(self._gateway.close())
        # Lines that were put down let go of their sockets a moment later.
        self._loop.run_until_complete(asyncio.sleep(_FAREWELL_S))
        self._loop.close()

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _keep_line(self) -> None:
        while True:
            try:
                await self._gateway.run(self._tell)
            except Exception as error:  # noqa: BLE001 - whatever the line brings, the channel lives on
                self._complain("channels.line_lost", error)
            await asyncio.sleep(_LINE_AGAIN_S)

    async def _feed(self) -> None:
        window = asyncio.Semaphore(self._gateway.window)
        sending: set[asyncio.Task[None]] = set()
        while True:
            await self._more.wait()
            self._more.clear()
            if self._gateway.batch > 1:
                await asyncio.sleep(_GATHER_S)
            while self._waiting:
                await window.acquire()
                if isinstance(self._gateway, Lined):
                    await self._gateway.free_line()
                if batch := self._next():
                    task = self._loop.create_task(self._send(batch, window))
                    sending.add(task)
                    task.add_done_callback(sending.discard)
                    # It begins before the next is looked at.
                    await asyncio.sleep(0)
                else:
                    window.release()
                    await asyncio.sleep(self._pace.wait_s())

    def _next(self) -> list[Envelope]:
        """The first and, as far as they may go, those that go with it in one call."""
        with self._lock:
            if not self._waiting:
                return []
            which = [0] if self._gateway.batch == 1 else self._alike()
            may = self._pace.take(len(which))
            batch = [self._waiting[at] for at in which[:may]]
            for at in reversed(which[:may]):
                del self._waiting[at]
            self._in_flight += len(batch)
            return batch

    def _alike(self) -> list[int]:
        """Where those stand that go with the first, as many as one call holds."""
        kind = self._gateway.alike(self._waiting[0])
        found = (at for at, envelope in enumerate(self._waiting) if self._gateway.alike(envelope) == kind)
        return list(islice(found, self._gateway.batch))

    async def _send(self, batch: list[Envelope], window: asyncio.Semaphore) -> None:
        now = clock.now()
        late = [Fate(envelope, "refused") for envelope in batch if envelope.expires_at <= now]
        live = [envelope for envelope in batch if envelope.expires_at > now]
        try:
            fates = [*late, *(await self._gateway.send(live) if live else [])]
        except Exception as error:  # noqa: BLE001 - nobody knows what left: it stays in doubt
            self._complain("channels.send_failed", error)
            fates = [*late, *(Fate(envelope, "retry", in_doubt=True, wait_s=30) for envelope in live)]
        finally:
            window.release()
        with self._lock:
            self._in_flight -= len(batch)
            self._results += [self._settled(fate) for fate in fates]
            self._ring()

    def _settled(self, fate: Fate) -> Result:
        now = clock.now()
        wait_s = fate.wait_s
        if fate.throttles:
            wait_s = self._pace.complained(fate.wait_s)
        elif fate.outcome == "accepted":
            self._pace.accepted()
        retry_at = now + timedelta(seconds=wait_s) if fate.outcome in {"retry", "alarm"} else None
        key, person_id = fate.envelope.key, fate.envelope.subscription_id
        return Result(key, person_id, fate.outcome, fate.status, retry_at, now, fate.reference, fate.in_doubt)

    async def _tell(self, report: Report) -> None:
        kept = self._loop.create_future()
        with self._lock:
            self._reports.append((report, kept))
            self._ring()
        await kept

    async def _ask(self, messages: Sequence[Sent]) -> None:
        try:
            if isinstance(self._gateway, Asked):
                await self._gateway.ask(messages, self._tell)
        except Exception as error:  # noqa: BLE001 - it is asked again
            self._complain("channels.ask_failed", error)

    async def _recall(self, messages: Sequence[Sent]) -> None:
        try:
            await self._gateway.recall(messages)
        except Exception as error:  # noqa: BLE001 - nobody waits for it
            self._complain("channels.recall_failed", error)

    def _complain(self, what: str, error: Exception) -> None:
        """Where, not with what: a traceback would show keys, numbers and words of people."""
        at = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(at.filename).name}:{at.lineno}"
        log.error(what, channel=self.name, error=type(error).__name__, place=place)


def _result(envelope: Envelope, outcome: Outcome) -> Result:
    return Result(envelope.key, envelope.subscription_id, outcome, 0, None, clock.now())


def _release(told: Iterable["asyncio.Future[None]"]) -> None:
    for future in told:
        if not future.done():
            future.set_result(None)
