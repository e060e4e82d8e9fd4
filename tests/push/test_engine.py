"""The sender's loop on a real database: claims, channels, results, its end."""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, text

from backend.core import beats
from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.facts import Fact
from backend.push.actions import push_tests
from backend.push.channels.console import Console
from backend.push.channels.envelope import Result
from backend.push.channels.live import Live
from backend.push.channels.registry import Registry
from backend.push.channels.webpush.channel import WebPush
from backend.push.channels.webpush.lines import Lines, LineSettings
from backend.push.channels.webpush.prepared import PreparedKeys
from backend.push.channels.webpush.signer import Signer
from backend.push.models import PushTest, Subscription
from backend.push.outbox import PushTestOutbox
from backend.push.sender.chore import Chore
from backend.push.sender.engine import Engine
from backend.push.sender.life import Life, is_free
from backend.push.sender.settling import Ledger
from backend.push.sender.source import Source
from backend.push.settings import settings
from tests.builders import people
from tests.builders.subscriptions import subscription
from tests.cast import Cast
from tests.push.conftest import SUBJECT, Write
from tests.push.http2_server import Certificate, Reply
from tests.push.memory_source import MemorySource
from tests.push.push_service import Phone, PushService

Start = Callable[..., Engine]


@pytest.fixture
def life(app: Flask, committed: object) -> Iterator[Life]:
    begun = Life(app.config["SQLALCHEMY_DATABASE_URI"])
    yield begun
    begun.close()


@pytest.fixture
def start(life: Life, webpush: WebPush) -> Iterator[Start]:
    """An engine whose turns the test takes."""
    bell, rope = os.pipe()

    def make(*sources: Source, channels: Registry | None = None, chore: Chore | None = None) -> Engine:
        opened = channels or Registry([webpush])
        return Engine(sources, opened, life, database.session(), instance="here:1", wake=bell, chore=chore)

    yield make
    os.close(bell)
    os.close(rope)


def until(engine: Engine, done: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if done():
            return
        engine.turn()
    raise AssertionError("the engine never got there")


def test_what_a_source_has_arrives_and_comes_back_in_few_writes(
    start: Start, service: PushService, write: Write
) -> None:
    phone = service.phone()
    source = MemorySource([write(phone, payload=b"%d" % n) for n in range(3_000)])
    until(start(source), lambda: len(source.results) == 3_000)
    assert Counter(source.outcomes()) == {"accepted": 3_000}
    assert {came.payload for came in service.received} == {b"%d" % n for n in range(3_000)}
    assert source.settlements < 300


def test_two_sources_each_get_their_own_results(start: Start, service: PushService, write: Write) -> None:
    one, other = MemorySource([write(service.phone())]), MemorySource([write(service.phone())])
    keys = {key: source for source in (one, other) for key in [source.due[0][1].key]}
    until(start(one, other), lambda: len(one.results) == len(other.results) == 1)
    assert {one.results[0].key: one, other.results[0].key: other} == keys


def test_a_message_for_later_goes_out_when_it_falls_due(start: Start, service: PushService, write: Write) -> None:
    service.answer_next(Reply(500))
    source = MemorySource([write(service.phone())])
    engine = start(source)
    until(engine, lambda: source.outcomes() == ["retry", "accepted"])
    retry, accepted = source.results
    assert retry.retry_at is not None
    assert accepted.at >= retry.retry_at


def test_what_falls_due_again_while_it_is_under_way_goes_out_once(service: PushService, write: Write) -> None:
    # So it is with somebody's second phone when the first one's service says: later.
    envelope = write(service.phone())
    source, ledger = MemorySource(), Ledger()
    assert ledger.open(source, [envelope]) == [envelope]
    assert ledger.open(source, [envelope]) == []


def test_a_subscription_that_is_gone_is_retired(
    start: Start, service: PushService, write: Write, committed: object
) -> None:
    kept = someone_with(service.phone())
    service.answer_with(Reply(410))
    source = MemorySource([write(service.phone(), subscription_id=kept.id)])
    until(start(source), lambda: source.outcomes() == ["gone"])
    assert database.session.get_one(Subscription, kept.id).gone_reason == "gateway"


def test_an_origin_that_refuses_our_signature_is_told_once(start: Start, service: PushService, write: Write) -> None:
    service.answer_with(Reply(403))
    source = MemorySource([write(service.phone()) for _ in range(50)])
    until(start(source), lambda: len(source.results) >= 50)
    told = database.session.execute(select(Fact.subject_id, Fact.data).where(Fact.kind == "push.origin_refused")).all()
    assert told == [(service.origin, {"status": 403})]


def test_a_closed_channel_is_played_by_the_console(
    start: Start, write: Write, service: PushService, committed: object
) -> None:
    source = MemorySource([write(service.phone())])
    until(start(source, channels=Registry([Console()])), lambda: source.outcomes() == ["accepted"])
    assert service.received == []


def test_open_screens_get_a_hint_with_the_peoples_ids(
    start: Start, write: Write, service: PushService, life: Life, database_url: str
) -> None:
    people_ids = [uuid4() for _ in range(400)]
    source = MemorySource([write(service.phone(), channel="live", subscription_id=one) for one in people_ids])
    with psycopg.connect(database_url, autocommit=True) as screen:
        screen.execute("LISTEN facts")
        until(start(source, channels=Registry([Live(life.notify_screens)])), lambda: len(source.results) == 400)
        hints = [note.payload for note in screen.notifies(timeout=5, stop_after=3)]
    named = {UUID(one) for hint in hints for one in orjson.loads(hint)["people"]}
    assert named == set(people_ids)
    assert max(map(len, hints)) < 8_000


def test_a_bell_wakes_a_sleeping_sender_at_once(
    app: Flask, start: Start, service: PushService, write: Write, database_url: str
) -> None:
    source = MemorySource()
    engine = start(source)
    with running(app, engine):
        source.add(write(service.phone()))
        with psycopg.connect(database_url, autocommit=True) as bell:
            bell.execute("NOTIFY sender")
        service.wait_for(1, timeout_s=10)
    assert len(service.received) == 1


def test_an_orderly_end_hands_back_what_has_not_gone_out(start: Start, service: PushService, write: Write) -> None:
    source = MemorySource([write(service.phone()) for _ in range(1_500)])
    engine = start(source)
    engine.turn()
    engine.stop()
    engine.run()
    outcomes = Counter(source.outcomes())
    assert outcomes["accepted"] == len(service.received) > 0
    assert outcomes["unsent"] > 0
    assert outcomes["accepted"] + outcomes["unsent"] == 1_500


def test_a_sender_gives_life_signs(start: Start) -> None:
    start(MemorySource()).turn()
    assert beats.alive("sender") == 1


def test_a_claim_is_held_as_long_as_its_sender_lives(app: Flask, committed: object) -> None:
    test = a_test()
    first = Life(app.config["SQLALCHEMY_DATABASE_URI"])
    session = database.session()
    assert [one.key for one in PushTestOutbox().claim(session, first.sender_id, 10)] == [test.id]
    session.commit()
    assert PushTestOutbox().claim(session, first.sender_id + 1, 10) == []
    assert PushTestOutbox().next_due(session) is None
    first.close()
    wait_until_free(test.id)
    assert [one.key for one in PushTestOutbox().claim(session, first.sender_id + 1, 10)] == [test.id]


def test_two_senders_never_claim_the_same_row(app: Flask, committed: object) -> None:
    test = a_test()
    session = database.session()
    assert [one.key for one in PushTestOutbox().claim(session, 1, 10)] == [test.id]
    with database.engine.connect() as other:
        found = other.execute(text("SELECT id FROM push_test FOR UPDATE SKIP LOCKED")).all()
    assert found == []


def test_no_two_senders_share_a_number(app: Flask, committed: object) -> None:
    lives = [Life(app.config["SQLALCHEMY_DATABASE_URI"]) for _ in range(3)]
    assert len({one.sender_id for one in lives}) == 3
    for one in lives:
        one.close()


def test_a_test_push_travels_like_an_order(
    life: Life, start: Start, service: PushService, certificate: Certificate
) -> None:
    phone = service.phone()
    kept = someone_with(phone)
    test = push_tests.start(people.actor(database.session.get_one(people.Person, kept.person_id)))
    database.session.commit()
    lines = Lines(LineSettings(str(certificate.ca_file), reach="anywhere"))
    channel = WebPush(lines, Signer(settings().ring, SUBJECT), ["localhost:*"], PreparedKeys())
    until(start(PushTestOutbox(), channels=Registry([channel])), lambda: state_of(test.id) == "accepted")
    (came,) = service.to(phone)
    data: dict[str, Any] = came.message["notification"]["data"]
    assert data["kind"] == "test"
    assert push_tests.confirm(UUID(data["test_id"]), token=data["token"]).state == "shown"


def test_a_test_that_was_shown_before_it_was_settled_stays_shown(app: Flask, committed: object) -> None:
    test = a_test()
    session = database.session()
    (envelope,) = PushTestOutbox().claim(session, 1, 10)
    session.get_one(PushTest, test.id).state = "shown"
    session.flush()
    PushTestOutbox().settle(session, [accepted(envelope.key, envelope.subscription_id)])
    session.commit()
    assert state_of(test.id) == "shown"


def test_the_registry_refuses_a_second_channel_of_the_same_name() -> None:
    registry = Registry([Console()])
    with pytest.raises(ValueError, match="console"):
        registry.add(Console())
    assert registry.names() == ["console"]
    assert registry.find("sms") is registry.find("console")
    assert Registry().find("sms") is None


@contextmanager
def running(app: Flask, engine: Engine) -> Iterator[None]:
    def work() -> None:
        with app.app_context():
            engine.run()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    engine.stop()
    thread.join(10)


def someone_with(phone: Phone) -> Subscription:
    """A person signed in on a device that this phone's subscription belongs to."""
    cast = Cast()
    actor = people.actor(cast.grid_worker)
    assert actor.device_id is not None
    kept = subscription(actor.id, actor.device_id, endpoint=phone.endpoint, p256dh=phone.p256dh, auth=phone.auth)
    database.session.commit()
    return kept


def a_test() -> PushTest:
    cast = Cast()
    actor = people.actor(cast.grid_worker)
    subscription(actor.id, actor.device_id)
    test = push_tests.start(actor)
    database.session.commit()
    return test


def accepted(key: object, subscription_id: UUID) -> Result:
    return Result(key, subscription_id, "accepted", 201, None, core_clock.now())


def state_of(test_id: UUID) -> str:
    database.session.rollback()
    return database.session.get_one(PushTest, test_id).state


def wait_until_free(test_id: UUID) -> None:
    """A closed connection's lock goes within moments, when the server notices."""
    for _ in range(200):
        database.session.rollback()
        if database.session.scalar(select(PushTest.id).where(PushTest.id == test_id, is_free(PushTest.claimed_by))):
            return
        database.session.execute(text("SELECT pg_sleep(0.02)"))
    raise AssertionError("the lock outlived its connection")
