"""What waits for one push service: the graver first, and of the same gravity whoever came first."""

from collections import deque

from backend.push.channels.envelope import Envelope


class Queue:
    def __init__(self) -> None:
        self._by_rank: dict[int, deque[Envelope]] = {}
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def put(self, envelope: Envelope) -> None:
        self._by_rank.setdefault(envelope.rank, deque()).append(envelope)
        self._length += 1

    def first(self) -> Envelope:
        return self._take(min(self._by_rank), newest=False)

    def last(self) -> Envelope:
        """Whoever can wait longest."""
        return self._take(max(self._by_rank), newest=True)

    def drop_behind(self, rank: int) -> list[Envelope]:
        """All that is less urgent than this."""
        behind = [its for its in list(self._by_rank) if its > rank]
        dropped = [envelope for its in behind for envelope in self._by_rank.pop(its)]
        self._length -= len(dropped)
        return dropped

    def _take(self, rank: int, *, newest: bool) -> Envelope:
        its = self._by_rank[rank]
        envelope = its.pop() if newest else its.popleft()
        if not its:
            del self._by_rank[rank]
        self._length -= 1
        return envelope
