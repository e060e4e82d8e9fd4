"""How fast a gateway may be fed: its limit, shared among the senders, and a pause when it complains."""

import time
from collections.abc import Callable

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0


class Pace:
    """A bucket that fills with the rate and holds a second's worth."""

    def __init__(self, per_second: float, tick: Callable[[], float] = time.monotonic) -> None:
        self._full = per_second
        self._sharers = 1
        self._tick = tick
        self._has = max(1.0, per_second)
        self._filled_at = tick()
        self._strikes = 0
        self._paused_until = 0.0

    @property
    def rate(self) -> float:
        return self._full / self._sharers

    def shared_by(self, senders: int) -> None:
        self._sharers = max(1, senders)

    def take(self, wanted: int) -> int:
        """So many may go now."""
        now = self._tick()
        if now < self._paused_until:
            return 0
        self._has = min(max(1.0, self.rate), self._has + (now - self._filled_at) * self.rate)
        self._filled_at = now
        taken = min(wanted, int(self._has))
        self._has -= taken
        return taken

    def wait_s(self) -> float:
        """Until one more may go."""
        paused = self._paused_until - self._tick()
        return max(paused, (1.0 - self._has) / self.rate, 0.001)

    def complained(self, wait_s: float = 0.0) -> float:
        """Seconds to wait, longer each time; once for all that were on the line together."""
        now = self._tick()
        if now >= self._paused_until:
            self._paused_until = now + max(wait_s, min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2**self._strikes))
            self._strikes += 1
        return self._paused_until - now

    def accepted(self) -> None:
        if self._tick() >= self._paused_until:
            self._strikes = 0
