"""Fills the pool of prepared keys while the sender is idle, a few at a time."""

import time
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from backend.core import clock
from backend.push.channels.webpush.prepared import PreparedKeys, Subscriber
from backend.push.keys import KeyRing
from backend.push.queries import to_prepare
from backend.push.rules.encryption import BadKeys

#: An order's answers come right after it: until then the machine belongs to them.
QUIET_S = 10.0
#: Subscriptions come and go; what was made for those that went is dropped by the next look.
LOOK_EVERY_S = 300.0
#: Prepared in one go, some 3 ms, and the pause after it: less than half of a core.
STEP = 40
REST_S = 0.004
PAGE = 500
log = structlog.get_logger()


class Preparing:
    """Looks at all live subscriptions, the recently seen first, and makes a key for whoever has none."""

    def __init__(self, pool: PreparedKeys, ring: KeyRing, *, quiet_s: float = QUIET_S) -> None:
        self._pool = pool
        self._ring = ring
        self._quiet_s = quiet_s
        self._made_under: str | None = None
        self._looked_at = float("-inf")
        self._is_looking = False
        self._after: to_prepare.Place | None = None
        self._lacking: list[Subscriber] = []

    def step(self, session: Session) -> float:
        if not self._pool.most:
            return LOOK_EVERY_S
        now = time.monotonic()
        if (left := self._pool.asked_at + self._quiet_s - now) > 0:
            return left
        self._heed_rotation(clock.now())
        if not self._is_looking:
            if (left := self._look_due() - now) > 0:
                return left
            self._begin(now)
        if self._lacking:
            self._prepare_some()
        else:
            self._turn_page(session)
        return REST_S

    def _look_due(self) -> float:
        """At once where one was used since the last look."""
        used = self._pool.asked_at > self._looked_at
        return self._looked_at + (0.0 if used else LOOK_EVERY_S)

    def _begin(self, now: float) -> None:
        self._pool.begin()
        self._looked_at, self._is_looking, self._after = now, True, None

    def _heed_rotation(self, now: datetime) -> None:
        """New keys of ours: whatever was made under the old ones is dropped."""
        newest = self._ring.newest(now).id
        if newest != self._made_under:
            self._pool.clear()
            self._made_under = newest
            self._looked_at, self._is_looking, self._lacking = float("-inf"), False, []

    def _turn_page(self, session: Session) -> None:
        rows = [] if self._pool.is_full() else to_prepare.page(session, self._after, PAGE)
        session.commit()
        if not rows:
            self._pool.end()
            self._is_looking = False
            log.info("sender.prepared", keys=len(self._pool))
            return
        self._after = to_prepare.Place(rows[-1].last_seen_at, rows[-1].id)
        page = [Subscriber(row.id, row.p256dh, row.auth, row.key_id) for row in rows]
        self._lacking = self._pool.lacking(page)

    def _prepare_some(self) -> None:
        some, self._lacking = self._lacking[:STEP], self._lacking[STEP:]
        for subscriber in some:
            if self._pool.is_full():
                self._lacking = []
                return
            try:
                self._pool.prepare(subscriber)
            except (BadKeys, ValueError):
                # Its message fails by itself, with its name.
                continue
