"""The sender's loop: claim what is due, hand it to its channel, write down what became of it."""

import select
import time
from collections.abc import Sequence

from sqlalchemy.orm import Session

from backend.core import beats, clock
from backend.push.channels.base import Yielding
from backend.push.channels.envelope import Envelope, Result
from backend.push.channels.registry import Registry
from backend.push.sender.chore import Chore
from backend.push.sender.life import Life
from backend.push.sender.outside import Outside
from backend.push.sender.settling import Ledger
from backend.push.sender.source import Source

#: Without a bell the rows are looked at this often: a dead sender's claims ring none.
_LOOK_EVERY_S = 1.0
#: Nor is a full sender asked more often whether something graver waits.
_OVERTAKE_EVERY_S = 0.25
#: Whoever puts something there rings the bell; these looks are for what falls due later.
_OUTSIDE_EVERY_S = 0.25
#: In the middle of a large order those who had nothing are asked again after this, or when the bell rings.
_REST_S = 0.5
_DRAIN_S = 8.0


class Engine:
    """Runs until `stop`; an error of the database ends it, and its claims are free again."""

    def __init__(
        self,
        sources: Sequence[Source],
        channels: Registry,
        life: Life,
        session: Session,
        *,
        instance: str,
        wake: int,
        chore: Chore | None = None,
    ) -> None:
        self._sources = sources
        self._channels = channels
        self._life = life
        self._session = session
        self._instance = instance
        self._outside = Outside(channels, sources)
        self._wake = [life.fileno(), wake, *self._outside.filenos()]
        self._chore = chore
        self._ledger = Ledger()
        self._stopping = False
        self._look_at = 0.0
        self._overtake_at = 0.0
        self._outside_at = 0.0
        self._resting: Sequence[Source] = ()
        self._rested_at = 0.0
        self._beat_at = 0.0

    def stop(self) -> None:
        self._stopping = True

    def run(self) -> None:
        while not self._stopping:
            self.turn()
        self._drain()

    def turn(self) -> None:
        """One round: no longer than until something happens or falls due."""
        self._give_life_sign()
        if self._life.heard():
            self._look_at = self._overtake_at = self._outside_at = self._rested_at = 0.0
        if time.monotonic() >= self._look_at:
            more = self._hear_outside()
            self._claim()
            self._look_at = 0.0 if more else self._look_at
        self._ledger.take(self._work(self._patience()))
        heard = self._outside.listen(self._session)
        if self._ledger.is_due():
            self._ledger.write(self._session)
        if heard:
            self._look_at = self._outside_at = 0.0

    def _hear_outside(self) -> bool:
        """Not with each claim of a large order; whether there may be more."""
        if time.monotonic() < self._outside_at:
            return False
        self._outside_at = time.monotonic() + _OUTSIDE_EVERY_S
        self._outside.take_back(self._session)
        self._outside.ask_after(self._session)
        return self._outside.pass_on(self._session)

    def _claim(self) -> None:
        self._make_way()
        rooms = [(source, room) for source in self._sources if (room := self._room(source)) is not None]
        resting = self._resting if time.monotonic() < self._rested_at else ()
        asked = [(source, room) for source, room in rooms if room >= source.worth and source not in resting]
        claimed, idle = 0, [*resting]
        for source, room in asked:
            envelopes = source.claim(self._session, self._life.sender_id, room)
            opened = self._outside.open(self._session, self._ledger.open(source, envelopes))
            # Committed before anything goes out: what is sent is ours, and known to be.
            self._session.commit()
            self._ledger.take(opened.known)
            self._start(opened.fresh)
            claimed += len(envelopes)
            if not envelopes:
                idle.append(source)
        self._let_rest(idle if claimed else ())
        # Whoever found no room is asked again as soon as something has moved.
        again = claimed or len(asked) < len(rooms)
        self._look_at = 0.0 if again else time.monotonic() + self._until_due([source for source, _ in asked])

    def _let_rest(self, idle: Sequence[Source]) -> None:
        if time.monotonic() >= self._rested_at:
            self._rested_at = time.monotonic() + _REST_S
        self._resting = idle

    def _room(self, source: Source) -> int | None:
        """What the fullest of its channels still takes; None where all are closed. Nobody waits for another's."""
        its = [channel for name in source.channels if (channel := self._channels.find(name)) is not None]
        return min((channel.room for channel in its), default=None)

    def _make_way(self) -> None:
        """What waits here and is milder than what is due elsewhere goes back, to be claimed after it."""
        if time.monotonic() < self._overtake_at:
            return
        self._overtake_at = time.monotonic() + _OVERTAKE_EVERY_S
        handed_back = [result for source in self._sources for result in self._handed_back_for(source)]
        self._ledger.take(handed_back)
        if handed_back:
            self._ledger.write(self._session)
            # What is graver may have to wait for what is on the line: not all the rest comes and goes meanwhile.
            self._overtake_at = time.monotonic() + _LOOK_EVERY_S
            # It may be due at a source that had nothing a moment ago.
            self._rested_at = 0.0

    def _handed_back_for(self, source: Source) -> list[Result]:
        channels = [self._channels.find(name) for name in source.channels]
        crowded = [channel for channel in channels if channel is not None and channel.busy]
        rank = source.most_urgent(self._session) if crowded else None
        if rank is None:
            return []
        yielding = [channel for channel in crowded if isinstance(channel, Yielding)]
        return [result for channel in yielding for result in channel.make_way(rank)]

    def _start(self, envelopes: list[Envelope]) -> None:
        per_channel: dict[str, list[Envelope]] = {}
        for envelope in envelopes:
            per_channel.setdefault(envelope.channel, []).append(envelope)
        for name, its in per_channel.items():
            channel = self._channels.find(name)
            if channel is None:
                now = clock.now()
                self._ledger.take([Result(e.key, e.subscription_id, "refused", 0, None, now) for e in its])
            else:
                channel.start(its)

    def _until_due(self, asked: Sequence[Source]) -> float:
        dues = [due for source in asked if (due := source.next_due(self._session)) is not None]
        self._session.commit()
        waits = [(due - clock.now()).total_seconds() for due in dues]
        return max(0.0, min([_LOOK_EVERY_S, *waits]))

    def _patience(self) -> float:
        """Seconds to wait at most; short while results are waiting to be written."""
        until_look = max(0.0, self._look_at - time.monotonic())
        return min(until_look, 0.05) if self._ledger.under_way else until_look

    def _work(self, patience_s: float) -> list[Result]:
        results = [result for channel in self._channels for result in channel.turn(0, ())]
        if results:
            return results
        busy = next((channel for channel in self._channels if channel.busy), None)
        if busy is not None:
            return busy.turn(max(patience_s, 0.01), self._wake)
        rest_s = self._chore.step(self._session) if self._chore else _LOOK_EVERY_S
        select.select(self._wake, [], [], min(max(patience_s, 0.01), rest_s))
        return []

    def _give_life_sign(self) -> None:
        if time.monotonic() < self._beat_at:
            return
        self._beat_at = time.monotonic() + beats.EVERY.total_seconds()
        self._outside.share(self._life.senders())
        beats.beat("sender", self._instance)
        self._session.commit()

    def _drain(self) -> None:
        """What has not gone out goes back; what is on the line gets some seconds to be answered."""
        for channel in self._channels:
            self._ledger.take(channel.hand_back())
        deadline = time.monotonic() + _DRAIN_S
        while any(channel.busy for channel in self._channels) and time.monotonic() < deadline:
            for channel in self._channels:
                self._ledger.take(channel.turn(0.05, ()))
        self._ledger.write(self._session)
        self._outside.listen(self._session)
        self._outside.close()
