"""Results gathered and written in bulk, each to the source it came from."""

import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from backend.core import clock
from backend.core.facts import record
from backend.push.actions.retire import retire
from backend.push.channels.envelope import OUTSIDE, Envelope, Result
from backend.push.rules.endpoints import origin_of
from backend.push.sender.messages import close_messages
from backend.push.sender.source import Source

ENOUGH = 2_000
LONG_ENOUGH_S = 0.2
#: An origin that refuses our signature refuses every message: one fact is told, not thousands.
_TELL_AGAIN_AFTER = timedelta(minutes=10)
log = structlog.get_logger()

#: a message's key and its subscription, as a number: of a UUID Python would hash it anew each time
Name = tuple[object, int]


class Ledger:
    """Knows which source each envelope under way came from."""

    def __init__(self) -> None:
        self._under_way: dict[Name, tuple[Source, Envelope]] = {}
        self._results: list[Result] = []
        self._since = 0.0
        self._told: dict[str, datetime] = {}

    @property
    def under_way(self) -> int:
        return len(self._under_way)

    def open(self, source: Source, envelopes: Iterable[Envelope]) -> list[Envelope]:
        """Those that are to go out: not what is under way already, its one result will do."""
        fresh = []
        for envelope in envelopes:
            mine = (source, envelope)
            # One look: a key is hashed in Python.
            if self._under_way.setdefault((envelope.key, envelope.subscription_id.int), mine) is mine:
                fresh.append(envelope)
        return fresh

    def take(self, results: list[Result]) -> None:
        if results and not self._results:
            self._since = time.monotonic()
        self._results += results

    def is_due(self) -> bool:
        if not self._results:
            return False
        waited = time.monotonic() - self._since
        return len(self._results) >= ENOUGH or waited >= LONG_ENOUGH_S or self.under_way == len(self._results)

    def write(self, session: Session) -> None:
        """Settle what has come, source by source: two of them hold the same people, each in an order of its own."""
        results, self._results = self._results, []
        per_source: dict[int, tuple[Source, list[Result]]] = {}
        outside = []
        for result in results:
            source, envelope = self._under_way.pop((result.key, result.subscription_id.int))
            per_source.setdefault(id(source), (source, []))[1].append(result)
            if envelope.channel in OUTSIDE:
                outside.append((envelope, result))
            if result.outcome == "alarm":
                self._tell(_gateway_of(envelope), result)
        close_messages(session, outside)
        retire([result.subscription_id for result in results if result.outcome == "gone"], "gateway")
        for source, its in per_source.values():
            source.settle(session, its)
            session.commit()
        log.info("sender.settled", **_counted(results))

    def _tell(self, origin: str, result: Result) -> None:
        now = clock.now()
        if now - self._told.get(origin, now - _TELL_AGAIN_AFTER) >= _TELL_AGAIN_AFTER:
            self._told[origin] = now
            record("push.origin_refused", ("origin", origin), data={"status": result.status})


def _gateway_of(envelope: Envelope) -> str:
    return envelope.channel if envelope.channel in OUTSIDE else origin_of(envelope.endpoint)


def _counted(results: list[Result]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for result in results:
        counts[result.outcome] += 1
    return dict(counts)
