"""One open screen: the hints that wait for it, and the bytes it reads."""

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from backend.core import clock
from backend.realtime.rules import frames
from backend.realtime.rules.audience import Place

PING_S = 15.0
#: Different things that a screen has not read yet. A reader this slow is cut off: coming back, it pulls.
MOST_WAITING = 256

Key = tuple[str, str]


class Stream:
    """Filled by the listener, emptied by the request that holds it open. Hints on one thing are one hint."""

    def __init__(
        self, person_id: UUID, place: Place, *, ends_at: datetime, hang_up: Callable[[], None], ping_s: float = PING_S
    ) -> None:
        self.person_id = person_id
        self.place = place
        self._ends_at = ends_at
        self._hang_up = hang_up
        self._ping_s = ping_s
        self._waiting: dict[Key, bytes] = {}
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._is_over = False

    def put(self, key: Key, frame: bytes) -> bool:
        """Never waits; False when the stream is cut off for reading too slowly."""
        with self._lock:
            # Removed first: what comes again moves to the end, or its newer cursor would skip what lies between.
            self._waiting.pop(key, None)
            self._waiting[key] = frame
            is_too_slow = len(self._waiting) > MOST_WAITING
        if is_too_slow:
            self.end()
            self._hang_up()
        self._bell.set()
        return not is_too_slow

    def end(self) -> None:
        self._is_over = True
        self._bell.set()

    def read(self, first: Iterable[bytes] = ()) -> Iterator[bytes]:
        """`first`, then hints as they come and pings in between, until the bearer token expires."""
        yield from first
        while not self._is_over and (left := (self._ends_at - clock.now()).total_seconds()) > 0:
            if self._bell.wait(min(self._ping_s, left)):
                self._bell.clear()
                yield from self._take()
            elif left > self._ping_s:
                yield frames.PING

    def _take(self) -> list[bytes]:
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        return [b"".join(waiting.values())] if waiting else []
