"""Open screens: a hint to those people's streams, which then pull what is new."""

from collections.abc import Callable, Iterable, Sequence

import orjson

from backend.core import clock
from backend.core.facts import PEOPLE_PER_HINT
from backend.push.channels.envelope import Envelope, Result
from backend.push.rules.answers import Outcome


class Live:
    """`notify` rings channel `facts` once, outside any transaction."""

    name = "live"
    room = 10_000

    def __init__(self, notify: Callable[[str], None]) -> None:
        self._notify = notify
        self._results: list[Result] = []

    @property
    def busy(self) -> bool:
        return bool(self._results)

    def start(self, envelopes: Iterable[Envelope]) -> None:
        now = clock.now()
        people: dict[str, list[str]] = {}
        for envelope in envelopes:
            is_live = envelope.expires_at > now
            outcome: Outcome = "accepted" if is_live else "refused"
            self._results.append(Result(envelope.key, envelope.subscription_id, outcome, 0, None, now))
            if is_live:
                people.setdefault(envelope.topic, []).append(str(envelope.subscription_id))
        for topic, ids in people.items():
            self._hint(topic, ids)

    def turn(self, _timeout_s: float, _wake: Sequence[int]) -> list[Result]:
        results, self._results = self._results, []
        return results

    def hand_back(self) -> list[Result]:
        return self.turn(0, ())

    def _hint(self, topic: str, people: list[str]) -> None:
        for start in range(0, len(people), PEOPLE_PER_HINT):
            some = people[start : start + PEOPLE_PER_HINT]
            hint = {"kind": "message.waiting", "id": topic, "seq": 0, "paths": [], "people": some}
            self._notify(orjson.dumps(hint).decode())
