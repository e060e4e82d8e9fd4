"""Web Push: seals each envelope, posts it to its push service and reads the answer."""

import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from backend.core import clock
from backend.push.channels.envelope import Envelope, Result
from backend.push.channels.webpush.limiter import Limiter
from backend.push.channels.webpush.lines import Answer, Lines
from backend.push.channels.webpush.prepared import PreparedKeys
from backend.push.channels.webpush.queue import Queue
from backend.push.channels.webpush.signer import Signer
from backend.push.rules.answers import Outcome, Verdict, judge
from backend.push.rules.encryption import MAX_PAYLOAD, BadKeys, ContentKey, decode_keys, new_content_key, seal
from backend.push.rules.endpoints import accepted_origin
from backend.push.rules.headers import headers_of
from backend.push.rules.payloads import shortened

CAPACITY = 4_000
#: An origin that takes less than usual keeps this many waiting beyond what it takes; the rest goes back.
_PATIENCE = 2
#: Refused signatures in a row that are a service's word on us; fewer come from subscriptions with another's key.
_ALARMS = 20
#: One message's quota must not silence a whole push service for the hours that it may name.
_LONGEST_HOLD = timedelta(seconds=60)
#: Sealed and posted between two looks at the lines, so that answers do not wait for a long batch.
_BATCH = 100
log = structlog.get_logger()


@dataclass(slots=True)
class Flight:
    """One message under way. A repeat sends the identical bytes."""

    envelope: Envelope
    body: bytes
    is_short: bool = False
    is_repeat: bool = False


@dataclass(slots=True)
class Origin:
    """One push service: what waits for it and how much it takes."""

    url: str
    limiter: Limiter = field(default_factory=Limiter)
    waiting: Queue = field(default_factory=Queue)
    #: refused signatures since it last accepted one
    alarms: int = 0


class WebPush:
    name = "webpush"

    def __init__(self, lines: Lines, signer: Signer, allowed: Sequence[str], prepared: PreparedKeys) -> None:
        self._lines = lines
        self._prepared = prepared
        self._signer = signer
        self._allowed = tuple(allowed)
        self._origins: dict[str, Origin] = {}
        self._results: list[Result] = []

    @property
    def room(self) -> int:
        return max(0, CAPACITY - self._waiting() - self._lines.in_flight)

    @property
    def busy(self) -> bool:
        return bool(self._waiting() or self._lines.in_flight or self._results)

    def start(self, envelopes: Iterable[Envelope]) -> None:
        for envelope in envelopes:
            url = accepted_origin(envelope.endpoint, self._allowed)
            if url is None:
                self._finish(envelope, "refused")
                continue
            origin = self._origins.get(url)
            if origin is None:
                origin = self._origins[url] = Origin(url)
            origin.waiting.put(envelope)

    def turn(self, timeout_s: float, wake: Sequence[int]) -> list[Result]:
        # Heard first: what answered while the database kept us waiting is not called stuck.
        heard = self._lines.turn(0, ()) if self._lines.in_flight else ()
        now = clock.now()
        for answer in heard:
            self._read(answer, now)
        for origin in self._origins.values():
            if origin.waiting:
                self._send_what_it_takes(origin, now)
                self._give_back_the_rest(origin, now)
        # With results in hand, or more to send, there is nothing to wait for.
        more = any(origin.waiting and origin.limiter.room(now) for origin in self._origins.values())
        heard = self._lines.turn(0 if self._results or more else timeout_s, wake)
        now = clock.now()
        for answer in heard:
            self._read(answer, now)
        results, self._results = self._results, []
        return results

    def hand_back(self) -> list[Result]:
        return self.make_way(rank=-sys.maxsize)

    def make_way(self, rank: int) -> list[Result]:
        now = clock.now()
        for origin in self._origins.values():
            for envelope in origin.waiting.drop_behind(rank):
                self._finish(envelope, "unsent", retry_at=now)
        results, self._results = self._results, []
        return results

    def _send_what_it_takes(self, origin: Origin, now: datetime) -> None:
        for _ in range(min(origin.limiter.room(now), len(origin.waiting), _BATCH)):
            envelope = origin.waiting.first()
            if envelope.expires_at <= now:
                self._finish(envelope, "refused")
            elif not (body := self._sealed(envelope, envelope.payload)):
                self._finish(envelope, "gone" if body is None else "too_large")
            else:
                self._post(origin, Flight(envelope, body), now)

    def _give_back_the_rest(self, origin: Origin, now: datetime) -> None:
        """What cannot go soon must not fill the room that other origins need."""
        if not (origin.limiter.is_limited(now) or origin.limiter.holds(now)):
            return
        waits = origin.limiter.holds(now) or origin.limiter.is_stuck(now)
        patience = 0 if waits else _PATIENCE * max(8, int(origin.limiter.limit))
        soon = max(now, origin.limiter.held_until or now) if origin.limiter.holds(now) else now
        while len(origin.waiting) > patience:
            later = soon + timedelta(seconds=1 + _chance())
            self._finish(origin.waiting.last(), "unsent", retry_at=later)

    def _post(self, origin: Origin, flight: Flight, now: datetime) -> None:
        envelope = flight.envelope
        authorization = self._signer.header(origin.url, envelope.key_id, now)
        if authorization is None:
            # Our key file is missing or another's: that says nothing against the subscription.
            log.error("push.key_unknown", key_id=envelope.key_id)
            self._finish(envelope, "alarm", retry_at=now + _LONGEST_HOLD)
            return
        origin.limiter.sent(now)
        # A message must not outlive its order on the push service's shelf.
        life = int((envelope.expires_at - now).total_seconds())
        headers = headers_of(
            origin.url, authorization, ttl=min(envelope.ttl, life), urgency=envelope.urgency, topic=envelope.topic
        )
        self._lines.post(envelope.endpoint, headers, flight.body, (origin, flight))

    def _read(self, answer: Answer, now: datetime) -> None:
        origin, flight = answer.ticket
        if 200 <= answer.status < 300:
            # What nearly all are: there is nothing to judge.
            origin.alarms = 0
            origin.limiter.accepted(now)
            self._finish(flight.envelope, "accepted", answer.status, at=now)
            return
        strikes = origin.limiter.strikes
        verdict = judge(answer.status, answer.retry_after, now, strikes=strikes, chance=_chance())
        if answer.blocked:
            log.error("push.address_refused", origin=origin.url)
            origin.limiter.answered(now)
            self._finish(flight.envelope, "refused")
        elif verdict.outcome == "too_large":
            origin.limiter.answered(now)
            self._shrink(origin, flight, now)
        elif verdict.retry_at is None:
            origin.limiter.answered(now)
            self._finish(flight.envelope, verdict.outcome, answer.status)
        elif self._is_worth_repeating(answer, flight, now):
            origin.limiter.answered(now)
            self._post(origin, Flight(flight.envelope, flight.body, flight.is_short, is_repeat=True), now)
        else:
            self._fail(origin, flight, answer, verdict)

    def _fail(self, origin: Origin, flight: Flight, answer: Answer, verdict: Verdict) -> None:
        if verdict.outcome == "alarm":
            self._signer.forget(origin.url)
            origin.alarms += 1
        if verdict.outcome == "alarm" and origin.alarms < _ALARMS:
            # One stranger's subscription must not stop the orders of everybody on this service.
            origin.limiter.answered(clock.now())
        else:
            origin.limiter.failed(clock.now(), self._hold_until(verdict))
        self._finish(flight.envelope, verdict.outcome, answer.status, verdict.retry_at)

    @staticmethod
    def _hold_until(verdict: Verdict) -> datetime | None:
        """The message waits as long as it was told; its service is tried again sooner, for everybody else's sake."""
        if not verdict.holds_origin or verdict.retry_at is None:
            return None
        return min(verdict.retry_at, clock.now() + _LONGEST_HOLD)

    def _is_worth_repeating(self, answer: Answer, flight: Flight, now: datetime) -> bool:
        """A line that broke (a server recycling its connections) is tried once more at once."""
        broke = answer.status == 0 and not answer.timed_out
        return broke and not flight.is_repeat and flight.envelope.expires_at > now

    def _shrink(self, origin: Origin, flight: Flight, now: datetime) -> None:
        short = None if flight.is_short else shortened(flight.envelope.payload)
        body = self._sealed(flight.envelope, short) if short else None
        if body:
            self._post(origin, Flight(flight.envelope, body, is_short=True), now)
        else:
            self._finish(flight.envelope, "too_large", 413)

    def _sealed(self, envelope: Envelope, payload: bytes) -> bytes | None:
        """The body; empty when even the short payload does not fit, None when the keys are no keys."""
        if len(payload) > MAX_PAYLOAD:
            payload = shortened(payload) or payload
            if len(payload) > MAX_PAYLOAD:
                return b""
        try:
            return seal(payload, self._prepared.pop(envelope) or _made_now(envelope))
        except (BadKeys, ValueError):
            return None

    def _waiting(self) -> int:
        return sum(len(origin.waiting) for origin in self._origins.values())

    def _finish(
        self,
        envelope: Envelope,
        outcome: Outcome,
        status: int = 0,
        retry_at: datetime | None = None,
        *,
        at: datetime | None = None,
    ) -> None:
        at = at or clock.now()
        self._results.append(Result(envelope.key, envelope.subscription_id, outcome, status, retry_at, at))


def _made_now(envelope: Envelope) -> ContentKey:
    return new_content_key(decode_keys(envelope.p256dh, envelope.auth))


def _chance() -> float:
    return random.random()  # noqa: S311 - spreads retries over time, keeps no secret
