"""An order's ladder through the sender, a message centre and a telephone exchange, to the receipts of who answered."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from backend.commands.ladder.source import Ladder
from backend.commands.models.delivery import Receipt
from backend.commands.rules.receipt_ladder import State
from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.registry import Registry
from backend.push.channels.sms.smpp import SmppGateway
from backend.push.channels.voice import ari
from backend.push.channels.voice.ari import AsteriskGateway
from backend.push.gateways import Asterisk, Smpp
from backend.push.sender.engine import Engine
from backend.push.sender.life import Life
from tests import cast as places
from tests.builders import ladder, orders
from tests.cast import Cast
from tests.conftest import MONDAY
from tests.doubles.ari import PASSWORD, USER, AriDouble
from tests.doubles.smsc import Smsc
from tests.push.outside import until


@pytest.fixture
def smsc() -> Iterator[Smsc]:
    double = Smsc()
    yield double
    double.close()


@pytest.fixture
def exchange() -> Iterator[AriDouble]:
    double = AriDouble()
    yield double
    double.close()


@pytest.fixture
def channels(smsc: Smsc, exchange: AriDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    monkeypatch.setattr(ari, "_LISTEN_S", 0.05)
    sms = OutsideChannel("sms", SmppGateway(Smpp("127.0.0.1", "palm", "secret", "10690330103", port=smsc.port)), 100)
    keys = Asterisk(exchange.url, USER, PASSWORD, sounds=str(tmp_path))
    voice = OutsideChannel("voice", AsteriskGateway(keys), 100)
    smsc.wait_for_bind()
    yield Registry([sms, voice])
    sms.close()
    voice.close()


@pytest.fixture
def engine(app: Flask, committed: object, channels: Registry) -> Iterator[Engine]:
    life = Life(app.config["SQLALCHEMY_DATABASE_URI"])
    bell, rope = os.pipe()
    sources = [Ladder("sms", orders.SECRET), Ladder("voice", orders.SECRET)]
    yield Engine(sources, channels, life, database.session(), instance="here:1", wake=bell)
    life.close()
    os.close(bell)
    os.close(rope)
    core_clock.release()


def turn_until(engine: Engine, done: Callable[[], object]) -> None:
    def turned() -> object:
        engine.turn()
        return done()

    until(turned, 30)


def test_one_answers_the_text_the_other_only_the_call(engine: Engine, smsc: Smsc, exchange: AriDouble) -> None:
    core_clock.hold(MONDAY)
    cast = Cast()
    orders.plans()
    worker, volunteer = cast.grid_worker, cast.volunteer
    order_id = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)["id"]
    database.session.commit()
    people, number = {worker.id: "worker", volunteer.id: "volunteer"}, f"86{worker.phone}"
    exchange.phones = {worker.phone: "1", volunteer.phone: "2"}
    silent = volunteer.phone

    core_clock.move(30)
    turn_until(engine, lambda: len(smsc.got) == 2)
    assert any(got.text.endswith("收到回1，求助回2") for got in smsc.got)
    reply = smsc.later(lambda: smsc.reply(number, "1", repeat=2))
    turn_until(engine, lambda: reply.done() and receipts(people))
    assert receipts(people) == [("worker", "acknowledged", "sms")]

    core_clock.move(30)
    turn_until(engine, lambda: len(receipts(people)) == 2)
    assert receipts(people)[1] == ("volunteer", "needs_help", "voice")
    # Who has answered the text is not called.
    assert [leg.number for leg in exchange.legs] == [silent]
    turn_until(engine, lambda: len(exchange.legs[0].played) == 2)
    database.session.rollback()
    assert ladder.kept(order_id) == ladder.recounted(order_id)


def receipts(people: dict[object, str]) -> list[tuple[str, str, str]]:
    database.session.rollback()
    rows = database.session.execute(select(Receipt.person_id, Receipt.state, Receipt.via).order_by(Receipt.server_at))
    return [(people[row.person_id], State(row.state).name, row.via) for row in rows]
