"""The Web Push channel against a push service that decrypts what it gets."""

import itertools
from collections import Counter
from datetime import timedelta

import pytest

from backend.core import clock
from backend.push.channels.webpush.channel import WebPush
from backend.push.keys import KeyRing
from backend.push.rules.headers import headers_of
from backend.push.rules.payloads import packed
from tests.push.conftest import SUBJECT, Write, deliver
from tests.push.http2_server import Reply
from tests.push.push_service import PushService


@pytest.fixture(autouse=True)
def running_clock():
    yield
    clock.release()


def test_a_message_arrives_sealed_signed_and_addressed(webpush: WebPush, service: PushService, write: Write) -> None:
    phone = service.phone()
    envelope = write(phone)
    (result,) = deliver(webpush, [envelope])
    assert (result.outcome, result.status, result.key) == ("accepted", 201, envelope.key)
    (came,) = service.received
    assert came.payload == envelope.payload
    assert came.headers["content-encoding"] == "aes128gcm"
    assert came.headers["ttl"] == "1800"
    assert came.headers["urgency"] == "high"
    assert came.headers["topic"] == "order-1"
    assert came.claims["aud"] == service.origin
    assert came.claims["sub"] == SUBJECT
    assert 3600 < came.claims["exp"] - clock.now().timestamp() <= 24 * 3600


def test_the_message_does_not_outlive_its_order_on_the_shelf(
    webpush: WebPush, service: PushService, write: Write
) -> None:
    deliver(webpush, [write(service.phone(), life_s=100, ttl=1800), write(service.phone(), life_s=0.9)])
    assert [int(came.headers["ttl"]) for came in service.received] in ([99, 1], [1, 99])


def test_a_thousand_go_over_ten_and_more_shared_lines(webpush: WebPush, service: PushService, write: Write) -> None:
    phone = service.phone()
    results = deliver(webpush, [write(phone) for _ in range(1000)])
    assert Counter(result.outcome for result in results) == {"accepted": 1000}
    per_line = Counter(came.connection for came in service.received)
    assert 10 <= len(per_line) <= 12
    assert max(per_line.values()) > 1


def test_one_signature_serves_all_messages_until_it_has_an_hour_left(
    webpush: WebPush, service: PushService, write: Write
) -> None:
    phone = service.phone()
    deliver(webpush, [write(phone) for _ in range(20)])
    clock.move(10.5 * 3600)
    deliver(webpush, [write(phone)])
    assert len({came.headers["authorization"] for came in service.received}) == 1
    clock.move(0.6 * 3600)
    deliver(webpush, [write(phone)])
    assert len({came.headers["authorization"] for came in service.received}) == 2


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "accepted"), (202, "accepted"), (400, "refused"), (401, "alarm"), (403, "alarm"), (404, "gone"),
     (410, "gone"), (429, "retry"), (500, "retry"), (503, "retry")],
)  # fmt: skip
def test_what_the_service_answers_is_what_comes_back(
    webpush: WebPush, service: PushService, write: Write, status: int, outcome: str
) -> None:
    service.answer_with(Reply(status))
    (result,) = deliver(webpush, [write(service.phone())])
    assert (result.outcome, result.status) == (outcome, status)


def test_an_expired_message_is_never_sent(webpush: WebPush, service: PushService, write: Write) -> None:
    (result,) = deliver(webpush, [write(service.phone(), life_s=-1)])
    assert (result.outcome, result.status) == ("refused", 0)
    assert service.received == []


def test_a_redirect_is_never_followed(
    webpush: WebPush, service: PushService, other_service: PushService, write: Write
) -> None:
    lure = other_service.phone()
    for status in (301, 302, 303, 307, 308):
        service.answer_next(Reply(status, {"location": lure.endpoint}))
    results = deliver(webpush, [write(service.phone()) for _ in range(5)])
    assert {result.outcome for result in results} == {"refused"}
    assert other_service.connections == 0


def test_too_large_is_sent_again_without_the_long_texts(webpush: WebPush, service: PushService, write: Write) -> None:
    phone = service.phone()
    service.answer_next(Reply(413))
    data = {"kind": "order", "token": "t", "instruction": "长" * 500, "description": "长"}
    (result,) = deliver(webpush, [write(phone, payload=packed({"tag": "order-1", "data": data}))])
    assert result.outcome == "accepted"
    first, second = service.to(phone)
    assert first.message["notification"]["data"] == data
    assert second.message["notification"]["data"] == {"kind": "order", "token": "t"}
    assert first.headers["topic"] == second.headers["topic"]


def test_what_is_still_too_large_is_given_up(webpush: WebPush, service: PushService, write: Write) -> None:
    service.answer_with(Reply(413))
    long = packed({"data": {"instruction": "长"}})
    (result,) = deliver(webpush, [write(service.phone(), payload=long)])
    assert (result.outcome, result.status) == ("too_large", 413)
    assert len(service.received) == 2


def test_what_no_service_takes_is_shortened_before_it_goes(
    webpush: WebPush, service: PushService, write: Write
) -> None:
    data = {"kind": "order", "instruction": "长" * 2000}
    (result,) = deliver(webpush, [write(service.phone(), payload=packed({"data": data}))])
    assert result.outcome == "accepted"
    assert service.received[0].message["notification"]["data"] == {"kind": "order"}


def test_a_busy_service_is_left_alone_until_the_moment_it_named(
    webpush: WebPush, service: PushService, write: Write
) -> None:
    phone = service.phone()
    service.answer_next(Reply(429, {"retry-after": "50"}))
    (first,) = deliver(webpush, [write(phone)])
    assert first.retry_at is not None
    assert 49 < (first.retry_at - first.at).total_seconds() < 52
    (held,) = deliver(webpush, [write(phone)])
    assert held.outcome == "unsent"
    assert held.retry_at is not None
    assert held.retry_at > first.retry_at
    assert len(service.received) == 1
    clock.hold(first.retry_at + timedelta(seconds=1))
    (after,) = deliver(webpush, [write(phone)])
    assert after.outcome == "accepted"


def test_one_message_that_must_wait_for_hours_silences_its_service_for_a_minute_only(
    webpush: WebPush, service: PushService, write: Write
) -> None:
    service.answer_next(Reply(429, {"retry-after": "7200"}))
    (told_off,) = deliver(webpush, [write(service.phone())])
    assert told_off.retry_at is not None
    assert (told_off.retry_at - told_off.at).total_seconds() > 7000
    clock.hold(told_off.at + timedelta(seconds=61))
    (other,) = deliver(webpush, [write(service.phone())])
    assert other.outcome == "accepted"


def test_others_go_on_while_one_service_is_busy(
    webpush: WebPush, service: PushService, other_service: PushService, write: Write
) -> None:
    service.answer_with(Reply(503, {"retry-after": "60"}))
    slow, quick = service.phone(), other_service.phone()
    envelopes = [write(phone) for _ in range(400) for phone in (slow, quick)]
    outcomes = Counter((r.subscription_id, r.outcome) for r in deliver(webpush, envelopes))
    assert outcomes.pop((quick.id, "accepted")) == 400
    assert set(outcomes) <= {(slow.id, "retry"), (slow.id, "unsent")}
    assert outcomes.total() == 400


def test_others_go_on_while_one_service_says_nothing(
    hasty: WebPush, service: PushService, other_service: PushService, write: Write
) -> None:
    service.answer_with(Reply(behaviour="stall"))
    silent, quick = service.phone(), other_service.phone()
    results = deliver(hasty, [write(phone) for _ in range(50) for phone in (silent, quick)])
    outcomes = Counter((r.subscription_id, r.outcome, r.status) for r in results)
    assert outcomes == {(silent.id, "retry", 0): 50, (quick.id, "accepted", 201): 50}
    assert {r.subscription_id for r in results[:50]} == {quick.id}


def test_a_refused_signature_pauses_the_service_and_is_made_anew(
    webpush: WebPush, service: PushService, write: Write
) -> None:
    phone = service.phone()
    service.answer_next(Reply(403))
    (alarm,) = deliver(webpush, [write(phone)])
    assert alarm.outcome == "alarm"
    assert alarm.retry_at is not None
    clock.hold(alarm.retry_at + timedelta(seconds=1))
    (after,) = deliver(webpush, [write(phone)])
    assert after.outcome == "accepted"
    first, second = service.received
    assert first.headers["authorization"] != second.headers["authorization"]


def test_one_subscription_made_with_somebody_elses_key_holds_up_nobody_else(
    webpush: WebPush, service: PushService, write: Write
) -> None:
    clock.hold(clock.now())
    service.answer_next(Reply(403))
    (alarm,) = deliver(webpush, [write(service.phone())])
    others = deliver(webpush, [write(service.phone()) for _ in range(50)])
    assert alarm.outcome == "alarm"
    assert Counter(result.outcome for result in others) == {"accepted": 50}


def test_a_service_that_refuses_one_signature_after_the_other_is_left_alone_for_a_while(
    webpush: WebPush, service: PushService, write: Write
) -> None:
    clock.hold(clock.now())
    service.answer_with(Reply(403))
    deliver(webpush, [write(service.phone()) for _ in range(50)])
    heard = len(service.received)
    (held,) = deliver(webpush, [write(service.phone())])
    assert (held.outcome, len(service.received)) == ("unsent", heard)


@pytest.mark.parametrize("behaviour", ["goaway", "reset"])
def test_nothing_is_lost_when_the_service_recycles_its_lines(
    webpush: WebPush, service: PushService, write: Write, behaviour: str
) -> None:
    pattern = itertools.islice(itertools.cycle([Reply()] * 60 + [Reply(behaviour=behaviour)]), 400)  # type: ignore[arg-type]  # a literal of the parameters
    service.answer_next(*pattern)
    phone = service.phone()
    waiting = {envelope.key: envelope for envelope in (write(phone, payload=b"%d" % n) for n in range(400))}
    tries = 0
    while waiting and (tries := tries + 1) < 20:
        results = deliver(webpush, list(waiting.values()))
        assert {result.outcome for result in results} <= {"accepted", "retry"}
        for result in results:
            if result.outcome == "accepted":
                del waiting[result.key]
        clock.move(120)
    assert not waiting
    taken = {came.payload for came in service.received if came.answered.behaviour == "answer"}
    assert taken == {b"%d" % n for n in range(400)}


def test_a_line_that_breaks_once_is_repeated_at_once_with_the_same_bytes(
    webpush: WebPush, service: PushService, write: Write
) -> None:
    service.answer_next(Reply(behaviour="reset"))
    (result,) = deliver(webpush, [write(service.phone())])
    assert result.outcome == "accepted"
    first, second = service.received
    assert first.payload == second.payload
    assert first.headers == second.headers


def test_a_lost_key_file_is_an_alarm_and_costs_no_subscription(
    webpush: WebPush, service: PushService, write: Write
) -> None:
    (result,) = deliver(webpush, [write(service.phone(), key_id="lost")])
    assert (result.outcome, result.status) == ("alarm", 0)
    assert result.retry_at is not None
    assert result.retry_at > result.at


def test_a_rotated_key_still_signs_for_the_subscriptions_made_with_it(
    webpush: WebPush, service: PushService, write: Write, ring: KeyRing
) -> None:
    old = ring.newest(clock.now())
    clock.move(1)
    new = ring.rotate(clock.now(), still_used={old.id})
    deliver(webpush, [write(service.phone(), key_id=old.id), write(service.phone(), key_id=new.id)])
    signed_with = [came.headers["authorization"].partition("k=")[2] for came in service.received]
    assert sorted(signed_with) == sorted([old.public_key, new.public_key])


def test_what_has_not_gone_out_is_handed_back_at_once(webpush: WebPush, service: PushService, write: Write) -> None:
    webpush.start([write(service.phone()) for _ in range(50)])
    handed = webpush.hand_back()
    assert [result.outcome for result in handed] == ["unsent"] * 50
    assert not webpush.busy
    assert service.received == []


def test_a_proxy_in_the_environment_is_not_asked(
    webpush: WebPush, service: PushService, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    (result,) = deliver(webpush, [write(service.phone())])
    assert result.outcome == "accepted"


def test_microsofts_service_is_asked_to_keep_the_message() -> None:
    plain = headers_of("https://fcm.googleapis.com", "vapid", ttl=5, urgency="high", topic="t")
    windows = headers_of("https://db5.notify.windows.com", "vapid", ttl=5, urgency="high", topic="t")
    assert set(windows) - set(plain) == {"X-WNS-Cache-Policy: cache"}


def test_a_message_never_asks_to_be_dropped_when_the_phone_is_offline() -> None:
    assert "TTL: 1" in headers_of("https://x.example", "vapid", ttl=0, urgency="high", topic="t")
