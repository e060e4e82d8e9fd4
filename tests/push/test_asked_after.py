"""What became of work notices is asked after by whichever sender lives: what is to be asked is written down."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.push.channels.envelope import Report, Result
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.outside.gateway import Sent
from backend.push.channels.registry import Registry
from backend.push.channels.work_im.dingtalk import DingTalkGateway
from backend.push.gateways import DingTalk
from backend.push.models import ChannelMessage
from backend.push.rules import asking as rule
from backend.push.sender import inbox
from backend.push.sender.asking import to_ask_after
from backend.push.sender.engine import Engine
from backend.push.sender.life import Life
from backend.push.sender.messages import close_messages, open_messages
from tests.cast import Cast
from tests.doubles.dingtalk import AGENT_ID, APP_KEY, APP_SECRET, DingTalkDouble
from tests.push.memory_source import MemorySource
from tests.push.outside import envelope, until


@pytest.fixture
def ding() -> Iterator[DingTalkDouble]:
    double = DingTalkDouble()
    yield double
    double.close()


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again soon, and for long enough to see another sender at it."""
    monkeypatch.setitem(rule.ASK_AFTER_S, "work_im", (0.05,) * 200)


@contextmanager
def sender(app: Flask, ding: DingTalkDouble, source: MemorySource) -> Iterator[Engine]:
    """One process's worth of it; afterwards nothing of it is left but what is in the database."""
    source.channels, source.worth = ("work_im",), 1
    keys = DingTalk(APP_KEY, APP_SECRET, AGENT_ID, url=ding.url, rate=1000, timeout_s=8)
    channel = OutsideChannel("work_im", DingTalkGateway(keys), keys.rate)
    life = Life(app.config["SQLALCHEMY_DATABASE_URI"])
    bell, rope = os.pipe()
    yield Engine([source], Registry([channel]), life, database.session(), instance="here:1", wake=bell)
    database.session.rollback()
    channel.close()
    life.close()
    os.close(bell)
    os.close(rope)


def turn_until(engine: Engine, done: Callable[[], object]) -> None:
    def turned() -> object:
        engine.turn()
        return done()

    until(turned)


@pytest.mark.usefixtures("quickly", "committed")
def test_after_a_restart_the_results_of_what_the_dead_sender_sent_still_come_in(
    app: Flask, ding: DingTalkDouble
) -> None:
    person = Cast().grid_worker
    database.session.commit()
    ding.is_slow = True
    first = MemorySource([envelope("work_im", "u1", person_id=person.id)])
    with sender(app, ding, first) as engine:
        turn_until(engine, lambda: first.outcomes() == ["accepted"])
        # It asks and is told nothing; then it dies.
        turn_until(engine, lambda: ding.questions >= 1)
    ding.is_slow = False
    again = MemorySource()
    with sender(app, ding, again) as engine:
        turn_until(engine, lambda: again.heard)
    assert [(word.person_id, word.state, word.channel) for word in again.heard] == [(person.id, "delivered", "work_im")]
    assert ding.reached == ["u1"]
    kept = database.session.scalars(select(ChannelMessage)).one()
    assert (kept.state, kept.ask_at) == ("delivered", None)


@pytest.fixture
def worker(db: SQLAlchemy, clock: Any) -> Person:
    return Cast().grid_worker


def taken(person: Person, channel: str = "work_im", reference: str = "task-1", order_id: UUID | None = None) -> None:
    one = envelope(channel, "u1", person_id=person.id, order_id=order_id or uuid7())
    open_messages(database.session(), [one])
    result = Result(one.key, one.subscription_id, "accepted", 200, None, core_clock.now(), reference)
    close_messages(database.session(), [(one, result)])


def asked() -> list[Sent]:
    return to_ask_after(database.session(), "work_im")


def test_it_is_asked_less_and_less_often_and_not_for_ever(worker: Person, clock: Any) -> None:
    taken(worker)
    assert asked() == []
    for wait_s in rule.ASK_AFTER_S["work_im"]:
        clock.move(wait_s - 1)
        assert asked() == []
        clock.move(1)
        assert asked() == [Sent("task-1", "u1")]
        assert asked() == []
    clock.move(timedelta(days=1).total_seconds())
    assert asked() == []
    assert database.session.scalars(select(ChannelMessage.ask_at)).one() is None


def test_when_no_sender_was_there_for_a_day_it_is_too_late_to_ask(worker: Person, clock: Any) -> None:
    taken(worker)
    clock.move(rule.ASKED_FOR.total_seconds() - 1)
    taken(worker, reference="task-2")
    clock.move(3)
    assert asked() == [Sent("task-2", "u1")]
    clock.move(5)
    assert asked() == [Sent("task-2", "u1")]


def test_who_is_known_to_have_it_is_not_asked_after_again(worker: Person, clock: Any) -> None:
    taken(worker)
    clock.move(2)
    assert len(asked()) == 1
    inbox.put(database.session(), [Report("work_im", "delivered", core_clock.now(), reference="task-1", address="u1")])
    inbox.take(database.session())
    clock.move(60)
    assert asked() == []


def test_a_gateway_that_reports_by_itself_is_never_asked(worker: Person, clock: Any) -> None:
    taken(worker, channel="sms")
    clock.move(60)
    assert to_ask_after(database.session(), "sms") == []
    assert database.session.scalars(select(ChannelMessage.ask_at)).one() is None
