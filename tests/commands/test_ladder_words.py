"""What comes back of a step: a report moves the step, an answer is a receipt, each once and in any order."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.commands.models.delivery import Receipt
from backend.commands.rules.receipt_ladder import State
from backend.core import clock as core_clock
from backend.core.db import uuid7
from tests import cast as places
from tests.builders import ladder, orders, tally
from tests.builders.ladder import Channel
from tests.builders.orders import names
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def sms(cast: Cast) -> Channel:
    channel = Channel("sms")
    channel.live()
    return channel


@pytest.fixture
def voice(cast: Cast) -> Channel:
    return Channel("voice")


def is_counted(order: dict) -> bool:
    steps = ladder.kept(order["id"]) == ladder.recounted(order["id"])
    return steps and tally.kept(order["id"]) == tally.recounted(order["id"])


def test_an_undelivered_text_moves_its_person_on_to_the_call_at_once(
    db: SQLAlchemy, cast: Cast, sms: Channel, voice: Channel, clock
) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(30)
    told = sms.deliver()
    lost = [one for one in told if one.subscription_id == cast.volunteer.id]
    sms.say(lost, "undelivered")
    sms.say([one for one in told if one not in lost], "delivered")
    assert names(voice.deliver()) == {cast.volunteer.id}
    assert ladder.at(order["id"], cast.volunteer.id) == {1: "failed", 2: "accepted"}
    assert ladder.at(order["id"], cast.grid_worker.id) == {1: "delivered"}
    clock.move(30)
    assert names(voice.claim()) == {cast.grid_worker.id}
    assert is_counted(order)


def test_a_refused_number_is_called_at_once_a_closed_gateway_hurries_nobody(
    cast: Cast, sms: Channel, voice: Channel, clock
) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(30)
    told = {one.subscription_id: one for one in sms.claim()}
    sms.answer([told[cast.volunteer.id]], "refused", status=11)
    sms.answer([told[cast.grid_worker.id]], "refused", status=0)
    assert names(voice.claim()) == {cast.volunteer.id}
    assert is_counted(order)


def test_delivered_after_undelivered_stays_delivered_in_any_order(cast: Cast, sms: Channel, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(30)
    told = sms.deliver()
    for state in ("undelivered", "delivered", "undelivered", "delivered"):
        sms.say(told, state)
    assert ladder.at(order["id"], cast.volunteer.id)[1] == "delivered"
    assert is_counted(order)


def test_a_report_quicker_than_the_gateways_own_answer_is_not_forgotten(cast: Cast, sms: Channel, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(30)
    under_way = sms.claim()
    sms.say(under_way, "delivered")
    sms.answer(under_way)
    assert ladder.at(order["id"], cast.volunteer.id) == {1: "delivered"}
    assert is_counted(order)


def test_a_reply_is_a_receipt_once_however_often_it_is_heard(
    db: SQLAlchemy, cast: Cast, sms: Channel, voice: Channel, clock
) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(30)
    told = [one for one in sms.deliver() if one.subscription_id == cast.volunteer.id]
    clock.move(5)
    words = sms.say(told, "acknowledged")
    sms.source.hear(db.session(), words)
    [kept] = db.session.scalars(select(Receipt).where(Receipt.person_id == cast.volunteer.id)).all()
    assert (kept.via, kept.state, kept.server_at) == ("sms", State.acknowledged, core_clock.now())
    clock.move(60)
    assert names(voice.claim()) == {cast.grid_worker.id}
    assert is_counted(order)


def test_a_word_about_something_else_harms_nobody(db: SQLAlchemy, cast: Cast, sms: Channel, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(30)
    [one, *_] = sms.deliver()
    stranger = sms.say([one], "delivered")[0].__class__("sms", uuid7(), uuid7(), "acknowledged", core_clock.now(), "7")
    sms.source.hear(db.session(), [stranger])
    assert is_counted(order)
