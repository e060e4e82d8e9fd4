"""How much one push service takes at a time: halved when it complains, grown while it accepts."""

from datetime import datetime, timedelta

FULL = 1000
#: Messages in flight and not one answer for this long: the service is stuck.
STUCK_AFTER = timedelta(seconds=3)
_SHRINK_AT_MOST_EVERY = timedelta(seconds=1)


class Limiter:
    """Additive increase, multiplicative decrease, and a pause where the service asked for one."""

    def __init__(self, full: int = FULL) -> None:
        self.full = full
        self.limit = float(full)
        self.in_flight = 0
        #: failures in a row, one per second at most
        self.strikes = 0
        self.held_until: datetime | None = None
        self._shrunk_at: datetime | None = None
        self._heard_at: datetime | None = None

    def room(self, now: datetime) -> int:
        return 0 if self.holds(now) else max(0, int(self.limit) - self.in_flight)

    def holds(self, now: datetime) -> bool:
        return self.held_until is not None and now < self.held_until

    def is_limited(self, now: datetime) -> bool:
        """Whether it takes less than usual, so that waiting for it may hold up others."""
        return self.limit < self.full or self.is_stuck(now)

    def is_stuck(self, now: datetime) -> bool:
        return bool(self.in_flight and self._heard_at and now - self._heard_at > STUCK_AFTER)

    def sent(self, now: datetime) -> None:
        if not self.in_flight:
            self._heard_at = now
        self.in_flight += 1

    def accepted(self, now: datetime) -> None:
        self._heard(now)
        if not self.holds(now):
            self.strikes = 0
            self.limit = min(self.full, self.limit + 1)

    def answered(self, now: datetime) -> None:
        """The service answered for one message in a way that says nothing about its load."""
        self._heard(now)

    def failed(self, now: datetime, hold_until: datetime | None) -> None:
        """Halve, once for all the messages that were under way together."""
        self._heard(now)
        fresh = self._shrunk_at is None or now - self._shrunk_at >= _SHRINK_AT_MOST_EVERY
        if fresh and not self.holds(now):
            self.limit = max(1.0, self.limit / 2)
            self.strikes += 1
            self._shrunk_at = now
        if hold_until is not None:
            self.held_until = max(hold_until, self.held_until or hold_until)

    def _heard(self, now: datetime) -> None:
        self.in_flight -= 1
        self._heard_at = now
