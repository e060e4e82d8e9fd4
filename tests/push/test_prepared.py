"""Prepared keys: every rule that makes them as safe as keys made with the message."""

import copy
import json
import os
import pickle
import tracemalloc
from base64 import urlsafe_b64encode
from dataclasses import replace
from uuid import uuid4

import pytest

from backend.push.channels.envelope import Envelope
from backend.push.channels.webpush.channel import WebPush
from backend.push.channels.webpush.prepared import BYTES_PER_KEY, PreparedKeys, Subscriber
from backend.push.rules.encryption import BadKeys
from tests.builders.subscriptions import any_point
from tests.push.conftest import Write, deliver
from tests.push.http2_server import Reply
from tests.push.push_service import PushService


@pytest.fixture
def prepared(webpush: WebPush) -> PreparedKeys:
    """The channel's own pool."""
    pool = webpush._prepared
    pool.most = 1_000
    return pool


def of(envelope: Envelope) -> Subscriber:
    return Subscriber(envelope.subscription_id, envelope.p256dh, envelope.auth, envelope.key_id)


def anybody() -> Subscriber:
    return Subscriber(uuid4(), any_point(), urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode(), "key-1")


def test_a_message_under_a_prepared_key_is_opened_like_any_other(
    webpush: WebPush, prepared: PreparedKeys, service: PushService, write: Write
) -> None:
    envelope = write(service.phone())
    prepared.prepare(of(envelope))
    (result,) = deliver(webpush, [envelope])
    assert (result.outcome, service.received[0].payload) == ("accepted", envelope.payload)
    assert len(prepared) == 0


def test_a_key_is_taken_out_before_it_is_used(prepared: PreparedKeys, service: PushService, write: Write) -> None:
    envelope = write(service.phone())
    prepared.prepare(of(envelope))
    assert prepared.pop(envelope) is not None
    assert prepared.pop(envelope) is None


def test_two_messages_to_one_phone_never_share_a_key(
    webpush: WebPush, prepared: PreparedKeys, service: PushService, write: Write
) -> None:
    phone = service.phone()
    first, second = write(phone), write(phone)
    prepared.prepare(of(first))
    deliver(webpush, [first, second])
    bodies = [came.body for came in service.received]
    assert len({body[:16] for body in bodies}) == len({body[21:86] for body in bodies}) == 2


def test_a_message_that_is_shortened_gets_a_key_of_its_own(
    webpush: WebPush, prepared: PreparedKeys, service: PushService, write: Write
) -> None:
    long = {"web_push": 8030, "notification": {"tag": "t", "data": {"kind": "order", "instruction": "长" * 100}}}
    envelope = write(service.phone(), payload=json.dumps(long).encode())
    service.answer_next(Reply(413))
    prepared.prepare(of(envelope))
    deliver(webpush, [envelope])
    first, second = service.received
    assert first.body[:86] != second.body[:86]


def test_a_repeat_sends_the_identical_bytes(
    webpush: WebPush, prepared: PreparedKeys, service: PushService, write: Write
) -> None:
    envelope = write(service.phone())
    prepared.prepare(of(envelope))
    service.answer_next(Reply(behaviour="reset"))
    deliver(webpush, [envelope])
    first, second = service.received
    assert first.body == second.body


def test_without_a_prepared_key_one_is_made_with_the_message(
    webpush: WebPush, prepared: PreparedKeys, service: PushService, write: Write
) -> None:
    warm, cold = write(service.phone()), write(service.phone())
    prepared.prepare(of(warm))
    assert [result.outcome for result in deliver(webpush, [warm, cold])] == ["accepted", "accepted"]


@pytest.mark.parametrize("changed", ["p256dh", "auth", "key_id"])
def test_a_phone_that_subscribed_anew_is_never_sent_what_was_made_for_its_old_keys(
    prepared: PreparedKeys, service: PushService, write: Write, changed: str
) -> None:
    before = write(service.phone())
    prepared.prepare(of(before))
    assert prepared.pop(replace(before, **{changed: getattr(write(service.phone()), changed) + "x"})) is None
    assert len(prepared) == 0


def test_a_key_shows_itself_to_nobody(prepared: PreparedKeys, service: PushService, write: Write) -> None:
    envelope = write(service.phone())
    prepared.prepare(of(envelope))
    shown = repr(prepared)
    key = prepared.pop(envelope)
    assert key is not None
    for secret in (key.key, key.nonce, key.header):
        assert repr(secret)[2:-1] not in shown + repr(key) + str(key)


@pytest.mark.parametrize("write_down", [pickle.dumps, copy.copy, copy.deepcopy])
def test_neither_a_key_nor_the_pool_can_be_written_down(
    prepared: PreparedKeys, service: PushService, write: Write, write_down: object
) -> None:
    envelope = write(service.phone())
    prepared.prepare(of(envelope))
    key = prepared.pop(envelope)
    for secret in (prepared, key):
        with pytest.raises(TypeError, match="never written down"):
            write_down(secret)  # type: ignore[operator]  # a function of the parameters
    with pytest.raises(TypeError):
        json.dumps(key)


def test_the_pool_keeps_no_more_than_it_was_told(prepared: PreparedKeys) -> None:
    prepared.most = 10
    for _ in range(25):
        prepared.prepare(anybody())
    assert len(prepared) == 10


def test_what_was_looked_at_first_stays_when_room_runs_out() -> None:
    pool = PreparedKeys(most=2)
    known, new = [anybody(), anybody()], anybody()
    for one in known:
        pool.prepare(one)
    pool.begin()
    assert pool.lacking([new, known[0]]) == [new]
    pool.prepare(new)
    assert pool.lacking([new, known[0]]) == []
    assert len(pool) == 2
    assert pool.is_full()


def test_what_a_look_does_not_come_to_is_dropped_by_its_end() -> None:
    pool = PreparedKeys(most=10)
    stays, goes = anybody(), anybody()
    pool.prepare(stays)
    pool.prepare(goes)
    pool.begin()
    assert len(pool) == 2
    assert pool.lacking([stays]) == []
    pool.end()
    assert len(pool) == 1
    assert pool.lacking([goes, stays]) == [goes]


def test_keys_that_are_no_keys_prepare_nothing() -> None:
    pool = PreparedKeys(most=10)
    with pytest.raises((BadKeys, ValueError)):
        pool.prepare(anybody()._replace(p256dh="nonsense"))
    assert len(pool) == 0


def test_a_record_takes_the_memory_that_is_said_of_it() -> None:
    pool = PreparedKeys(most=10_000)
    tracemalloc.start()
    for _ in range(2_000):
        pool.prepare(anybody())
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 200 < taken / 2_000 < BYTES_PER_KEY
