"""The open screens of this process, and the passing on of hints to those they concern."""

import threading
from collections import defaultdict
from collections.abc import Hashable
from typing import Any
from uuid import UUID

from backend.realtime.rules import frames
from backend.realtime.rules.audience import Hint, Place
from backend.realtime.stream import Stream


class Hub:
    """Streams by where they stand: a hint is compared once per place, not once per stream."""

    def __init__(self) -> None:
        self._by_place: defaultdict[Place, set[Stream]] = defaultdict(set)
        self._by_person: defaultdict[UUID, set[Stream]] = defaultdict(set)
        self._lock = threading.Lock()

    def open(self, stream: Stream) -> None:
        with self._lock:
            self._by_place[stream.place].add(stream)
            self._by_person[stream.person_id].add(stream)

    def close(self, stream: Stream) -> None:
        """Safe to call twice."""
        stream.end()
        with self._lock:
            _take_out(self._by_place, stream.place, stream)
            _take_out(self._by_person, stream.person_id, stream)

    def count(self) -> int:
        with self._lock:
            return sum(map(len, self._by_place.values()))

    def ring(self, hint: Hint) -> None:
        if not hint.is_news:
            return
        frame = frames.hint(hint.kind, hint.id, hint.seq, hint.cursor)
        for stream in self._concerned(hint):
            if not stream.put((hint.kind, hint.id), frame):
                self.close(stream)

    def resync(self) -> None:
        """The listener was deaf for a while: everybody pulls."""
        for stream in self._all():
            stream.put((frames.RESYNC, ""), frames.resync(None))

    def _concerned(self, hint: Hint) -> list[Stream]:
        with self._lock:
            places = [streams for place, streams in self._by_place.items() if place.meets(hint.paths)]
            named = [self._by_person.get(person, set()) for person in hint.people]
            return list({stream for streams in (*places, *named) for stream in streams})

    def _all(self) -> list[Stream]:
        with self._lock:
            return [stream for streams in self._by_place.values() for stream in streams]


def _take_out(index: dict[Any, set[Stream]], key: Hashable, stream: Stream) -> None:
    streams = index.get(key, set())
    streams.discard(stream)
    if not streams:
        index.pop(key, None)
