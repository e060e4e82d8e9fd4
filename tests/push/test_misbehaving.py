"""A push service at its worst: nothing is lost, nothing goes twice where it was accepted, and other services go on."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import UUID

import pytest

from backend.core import clock
from backend.push.channels.envelope import Envelope, Result
from backend.push.channels.webpush.channel import WebPush
from backend.push.channels.webpush.lines import Lines, LineSettings
from backend.push.channels.webpush.prepared import PreparedKeys
from backend.push.channels.webpush.signer import Signer
from backend.push.keys import KeyRing
from tests.push.conftest import SUBJECT, Write, deliver
from tests.push.http2_server import Certificate, Reply
from tests.push.outside import until
from tests.push.push_service import PushService

MANY = 300


@pytest.fixture(autouse=True)
def running_clock() -> Iterator[None]:
    yield
    clock.release()


@pytest.fixture
def channel(certificate: Certificate, ring: KeyRing) -> Iterator[WebPush]:
    """Patient, so that a slow machine is not taken for a silent service; knows one whose name leads nowhere."""
    lines = Lines(LineSettings(str(certificate.ca_file), reach="anywhere", timeout_ms=60_000))
    yield WebPush(lines, Signer(ring, SUBJECT), ["localhost:*", "push.invalid"], PreparedKeys())
    lines.close()


def until_accepted(channel: WebPush, envelopes: Sequence[Envelope]) -> list[list[Result]]:
    """Try again whatever is to be tried again, as a source does; the results of each round."""
    waiting = {envelope.key: envelope for envelope in envelopes}
    rounds = []
    while waiting and len(rounds) < 20:
        rounds.append(deliver(channel, list(waiting.values())))
        assert {result.outcome for result in rounds[-1]} <= {"accepted", "retry", "unsent"}
        for result in rounds[-1]:
            if result.outcome == "accepted":
                del waiting[result.key]
        clock.move(120)
    assert not waiting
    return rounds


def mixed(service: PushService, bad: Reply) -> None:
    """One bad answer in seven for a while, then it is well again."""
    service.answer_next(*itertools.islice(itertools.cycle([Reply()] * 6 + [bad]), MANY))


@pytest.mark.parametrize(
    "bad",
    [
        Reply(behaviour="goaway"),
        Reply(behaviour="refuse"),
        Reply(429, {"retry-after": "2"}),
        Reply(406),
        Reply(503),
    ],
    ids=["goaway", "refused stream", "429", "406", "503"],
)
def test_nothing_is_lost_and_nothing_is_accepted_twice(
    channel: WebPush, service: PushService, other_service: PushService, write: Write, bad: Reply
) -> None:
    mixed(service, bad)
    sick, well = service.phone(), other_service.phone()
    envelopes = [write(sick, payload=b"%d" % n) for n in range(MANY)]
    others = [write(well, payload=b"%d" % n) for n in range(MANY)]
    first, *_ = until_accepted(channel, [one for pair in zip(envelopes, others, strict=True) for one in pair])
    assert accepted_by(service) == {b"%d" % n: 1 for n in range(MANY)}
    assert accepted_by(other_service) == {b"%d" % n: 1 for n in range(MANY)}
    assert outcomes_of(well.id, first) == {"accepted": MANY}


def test_a_peer_that_stalls_loses_nothing_and_holds_up_nobody_else(
    hasty: WebPush, service: PushService, other_service: PushService, write: Write
) -> None:
    service.answer_next(*[Reply(behaviour="stall")] * 20)
    sick, well = service.phone(), other_service.phone()
    stalled = [write(sick, payload=b"%d" % n) for n in range(20)]
    hasty.start([*stalled, *(write(well) for _ in range(20))])
    results: list[Result] = []
    while hasty.busy and not {one.key for one in stalled} & {result.key for result in results}:
        results += hasty.turn(0.1, ())
    assert outcomes_of(well.id, results)["accepted"] > 0
    while hasty.busy:
        results += hasty.turn(0.1, ())
    assert outcomes_of(sick.id, results) == {"retry": 20}
    service.answer_with(Reply())
    clock.move(120)
    until_accepted(hasty, stalled)
    assert set(accepted_by(service)) == {b"%d" % n for n in range(20)}


def test_a_line_that_is_torn_loses_nothing_and_holds_up_nobody_else(
    channel: WebPush, service: PushService, other_service: PushService, write: Write
) -> None:
    # What was accepted on a torn line may come again: nobody can know, and on the phone it takes the first one's place.
    mixed(service, Reply(behaviour="reset"))
    sick, well = service.phone(), other_service.phone()
    envelopes = [write(sick, payload=b"%d" % n) for n in range(MANY)]
    others = [write(well) for _ in range(MANY)]
    first, *_ = until_accepted(channel, [one for pair in zip(envelopes, others, strict=True) for one in pair])
    assert set(accepted_by(service)) == {b"%d" % n for n in range(MANY)}
    assert outcomes_of(well.id, first) == {"accepted": MANY}


def test_a_name_that_leads_nowhere_is_tried_again_and_holds_up_nobody_else(
    channel: WebPush, service: PushService, write: Write
) -> None:
    phone = service.phone()
    lost = [write(phone, endpoint=f"https://push.invalid/p/{n}") for n in range(50)]
    well = [write(phone) for _ in range(MANY)]
    results = deliver(channel, [*lost, *well])
    by_key = {result.key: result for result in results}
    assert Counter(by_key[one.key].outcome for one in well) == {"accepted": MANY}
    assert {by_key[one.key].outcome for one in lost} <= {"retry", "unsent"}
    assert all(by_key[one.key].retry_at is not None for one in lost)
    assert len(results) == 50 + MANY


def test_a_thousand_and_more_are_under_way_at_once_over_ten_lines_and_more(
    channel: WebPush, service: PushService, write: Write
) -> None:
    service.answer_with(Reply(behaviour="stall"))
    phone = service.phone()
    channel.start([write(phone) for _ in range(1_500)])

    def are_there() -> bool:
        channel.turn(0.01, ())
        return len(service.received) >= 1_000

    until(are_there)
    assert len(service.received) >= 1_000
    assert len({came.connection for came in service.received}) >= 10


@pytest.mark.parametrize("status", [406, 429, 503])
def test_a_service_that_complains_gets_less_and_then_more_again(
    webpush: WebPush, service: PushService, write: Write, status: int
) -> None:
    service.answer_next(*[Reply(status)] * 50)
    phone = service.phone()
    deliver(webpush, [write(phone) for _ in range(50)])
    [origin] = webpush._origins.values()
    least = origin.limiter.limit
    assert least < origin.limiter.full
    clock.move(120)
    until_accepted(webpush, [write(phone) for _ in range(100)])
    assert origin.limiter.limit > least
    assert origin.limiter.strikes == 0


def accepted_by(service: PushService) -> Counter[bytes]:
    answered = (came for came in service.received if came.answered.behaviour == "answer")
    return Counter(came.payload for came in answered if came.answered.status == 201)


def outcomes_of(subscription_id: UUID, results: Sequence[Result]) -> Counter[str]:
    return Counter(result.outcome for result in results if result.subscription_id == subscription_id)
