"""A text message from the sender's source to a phone, and the answer back to the source, over the database."""

import os
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.push.actions.take_back import take_back
from backend.push.channels.envelope import Envelope
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.registry import Registry
from backend.push.channels.sms.smpp import SmppGateway
from backend.push.channels.work_im.dingtalk import DingTalkGateway
from backend.push.gateways import DingTalk, Smpp
from backend.push.models import ChannelMessage
from backend.push.sender.engine import Engine
from backend.push.sender.life import Life
from tests.cast import Cast
from tests.doubles.dingtalk import AGENT_ID, APP_KEY, APP_SECRET, DingTalkDouble
from tests.doubles.smsc import Smsc
from tests.push.memory_source import MemorySource
from tests.push.outside import envelope, until

Start = Callable[..., Engine]


@pytest.fixture
def smsc() -> Iterator[Smsc]:
    double = Smsc()
    yield double
    double.close()


@pytest.fixture
def sms(smsc: Smsc) -> Iterator[OutsideChannel]:
    keys = Smpp("127.0.0.1", "palm", "secret", "10690330103", port=smsc.port, rate=500, timeout_s=3)
    channel = OutsideChannel("sms", SmppGateway(keys), keys.rate)
    smsc.wait_for_bind()
    yield channel
    channel.close()


@pytest.fixture
def start(app: Flask, committed: object, sms: OutsideChannel) -> Iterator[Start]:
    life = Life(app.config["SQLALCHEMY_DATABASE_URI"])
    bell, rope = os.pipe()

    def make(source: MemorySource) -> Engine:
        source.channels, source.worth = ("sms",), 1
        return Engine([source], Registry([sms]), life, database.session(), instance="here:1", wake=bell)

    yield make
    life.close()
    os.close(bell)
    os.close(rope)


def worker() -> Person:
    made = Cast().grid_worker
    database.session.commit()
    return made


def to(person: Person, **said: object) -> Envelope:
    return envelope("sms", f"tel:+86{person.phone}", person_id=person.id, **said)  # type: ignore[arg-type]


def turn_until(engine: Engine, done: Callable[[], object]) -> None:
    def turned() -> object:
        engine.turn()
        return done()

    until(turned)


def kept() -> ChannelMessage:
    database.session.rollback()
    return database.session.scalars(select(ChannelMessage)).one()


def test_a_message_goes_out_and_its_answer_comes_back_to_the_source(start: Start, smsc: Smsc) -> None:
    person = worker()
    source = MemorySource([to(person)])
    engine = start(source)
    turn_until(engine, lambda: source.outcomes() == ["accepted"])
    assert (kept().state, kept().reference) == ("accepted", smsc.got[0].message_id)
    number = f"86{person.phone}"
    from_phone = smsc.later(lambda: smsc.reply(number, "1", repeat=2))
    turn_until(engine, from_phone.done)
    turn_until(engine, lambda: source.heard)
    assert [(word.person_id, word.state, word.channel) for word in source.heard] == [(person.id, "acknowledged", "sms")]
    assert from_phone.result() == [0, 0]
    assert kept().answer == "acknowledged"


def test_a_receipt_that_is_quicker_than_the_books_still_finds_its_message(start: Start, smsc: Smsc) -> None:
    source = MemorySource([to(worker())])
    engine = start(source)
    turn_until(engine, lambda: smsc.got)
    receipt = smsc.later(lambda: smsc.receipt(smsc.got[0]))
    turn_until(engine, lambda: [word.state for word in source.heard] == ["delivered"])
    turn_until(engine, receipt.done)
    assert kept().state == "delivered"


def test_what_a_dead_sender_had_on_the_line_is_not_sent_a_second_time(start: Start, smsc: Smsc) -> None:
    person = worker()
    smsc.answers.append("lose")
    message = to(person)
    first = MemorySource([message])
    turn_until(start(first), lambda: first.outcomes() == ["refused"])
    assert kept().state == "sending"
    again = MemorySource([message])
    turn_until(start(again), lambda: again.outcomes() == ["refused"])
    assert len(smsc.got) == 1
    # It may have arrived: then its answer counts.
    number = f"86{person.phone}"
    reply = smsc.later(lambda: smsc.reply(number, "1"))
    engine = start(again)
    turn_until(engine, lambda: [word.state for word in again.heard] == ["acknowledged"])
    turn_until(engine, reply.done)


def test_a_storm_is_claimed_no_faster_than_the_gateway_takes_it(start: Start, smsc: Smsc) -> None:
    person = worker()
    source = MemorySource([to(person) for _ in range(3_000)])
    engine = start(source)
    turn_until(engine, lambda: len(smsc.got) >= 20)
    assert len(source.claimed) <= 2_000
    assert "unsent" not in source.outcomes()


def test_of_an_order_that_was_taken_back_nothing_more_leaves_and_what_arrived_is_recalled(
    app: Flask, committed: object, recalling: OutsideChannel, ding: DingTalkDouble
) -> None:
    person, order_id = worker(), uuid7()
    source = MemorySource([envelope("work_im", "u1", order_id=order_id, person_id=person.id)])
    source.channels, source.worth = ("work_im",), 1
    life = Life(app.config["SQLALCHEMY_DATABASE_URI"])
    bell, rope = os.pipe()
    engine = Engine([source], Registry([recalling]), life, database.session(), instance="here:1", wake=bell)
    turn_until(engine, lambda: source.outcomes() == ["accepted"])
    take_back([order_id])
    database.session.commit()
    turn_until(engine, lambda: ding.notices[0].is_recalled)
    # It comes late, from a claim that did not know yet.
    late = envelope("work_im", "u1", order_id=order_id, person_id=person.id)
    source.add(late)
    turn_until(engine, lambda: len(source.results) == 2)
    assert ding.reached == ["u1"]
    life.close()
    os.close(bell)
    os.close(rope)


@pytest.fixture
def ding() -> Iterator[DingTalkDouble]:
    double = DingTalkDouble()
    yield double
    double.close()


@pytest.fixture
def recalling(ding: DingTalkDouble) -> Iterator[OutsideChannel]:
    keys = DingTalk(APP_KEY, APP_SECRET, AGENT_ID, url=ding.url, rate=1000, timeout_s=8)
    channel = OutsideChannel("work_im", DingTalkGateway(keys), keys.rate)
    yield channel
    channel.close()
