"""The double of every channel that leads outside: counts what would have gone, and sends nothing."""

from collections.abc import Iterable, Sequence

import structlog

from backend.core import clock
from backend.push.channels.envelope import Envelope, Result
from backend.push.rules.answers import Outcome

log = structlog.get_logger()


class Console:
    name = "console"
    room = 10_000

    def __init__(self) -> None:
        self._results: list[Result] = []

    @property
    def busy(self) -> bool:
        return bool(self._results)

    def start(self, envelopes: Iterable[Envelope]) -> None:
        now = clock.now()
        taken = list(envelopes)
        live = [envelope for envelope in taken if envelope.expires_at > now]
        for envelope in taken:
            outcome: Outcome = "accepted" if envelope.expires_at > now else "refused"
            self._results.append(Result(envelope.key, envelope.subscription_id, outcome, 0, None, now))
        if live:
            log.info("push.console", messages=len(live), bytes=sum(len(envelope.payload) for envelope in live))

    def turn(self, _timeout_s: float, _wake: Sequence[int]) -> list[Result]:
        results, self._results = self._results, []
        return results

    def hand_back(self) -> list[Result]:
        return self.turn(0, ())
