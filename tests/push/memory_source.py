"""A source in memory: hands envelopes out once each and remembers what came back."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from backend.core import clock
from backend.push.channels.envelope import Envelope, Result, Word
from backend.push.sender.source import WORTH_CLAIMING, Source


class MemorySource(Source):
    """What is to be retried falls due again at its time."""

    channels: Sequence[str] = ("webpush", "live", "console")
    worth = WORTH_CLAIMING

    def __init__(self, envelopes: Sequence[Envelope] = ()) -> None:
        self.due: deque[tuple[datetime, Envelope]] = deque((clock.now(), envelope) for envelope in envelopes)
        self.claimed: dict[object, Envelope] = {}
        self.results: list[Result] = []
        self.asked = 0
        self.settlements = 0
        self.heard: list[Word] = []

    def add(self, *envelopes: Envelope) -> None:
        self.due.extend((clock.now(), envelope) for envelope in envelopes)

    def claim(self, _session: Session, _sender_id: int, limit: int) -> list[Envelope]:
        self.asked += 1
        now = clock.now()
        ripe = sorted((entry for entry in self.due if entry[0] <= now), key=lambda entry: entry[1].rank)[:limit]
        for entry in ripe:
            self.due.remove(entry)
        taken = [envelope for _, envelope in ripe]
        self.claimed.update({envelope.key: envelope for envelope in taken})
        return taken

    def settle(self, _session: Session, results: Sequence[Result]) -> None:
        self.settlements += 1
        self.results += results
        for result in results:
            if result.retry_at is not None:
                self.due.append((result.retry_at, self.claimed[result.key]))

    def next_due(self, _session: Session) -> datetime | None:
        return min((at for at, _ in self.due), default=None)

    def most_urgent(self, _session: Session) -> int | None:
        now = clock.now()
        return min((envelope.rank for at, envelope in self.due if at <= now), default=None)

    def hear(self, _session: Session, words: Sequence[Word]) -> None:
        self.heard += words

    def outcomes(self) -> list[str]:
        return [result.outcome for result in self.results]
