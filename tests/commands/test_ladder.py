"""The ladder per person: who stays silent is told again by the next channel, who answers never is."""

import orjson
import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text

from backend.commands.actions import all_clear, cancel, expire, update
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.delivery import Delivery
from backend.commands.models.ladder import DeliveryStep, LadderBatch, OrderStep
from backend.commands.models.order import Order
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.receipt_token import Holder, holder_of
from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.core.facts import Fact
from tests import cast as places
from tests.builders import ladder, orders, people, tally
from tests.builders.ladder import Channel
from tests.builders.orders import Gateway, names
from tests.builders.sent_order import report
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


def answer(db: SQLAlchemy, order: dict, who: object, state: str = "acknowledged") -> None:
    take_receipts([report(db.session.get_one(Order, order["id"]), who, state)])


def test_who_stays_silent_gets_a_text_after_30_s_and_a_call_after_60_s(
    db: SQLAlchemy, cast: Cast, gateway: Gateway, sms: Channel, voice: Channel, clock
) -> None:
    orders.phone(cast.grid_worker)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    gateway.deliver()
    clock.move(29)
    assert sms.claim() == []
    clock.move(1)
    assert names(sms.deliver()) == {cast.grid_worker.id, cast.volunteer.id}
    assert sms.claim() == voice.claim() == []
    clock.move(30)
    assert names(voice.deliver()) == {cast.grid_worker.id, cast.volunteer.id}
    assert sms.claim() == voice.claim() == []
    assert ladder.at(order["id"], cast.volunteer.id) == {1: "accepted", 2: "accepted"}
    assert is_counted(order)


def test_a_message_has_all_that_a_gateway_needs(cast: Cast, sms: Channel, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST, status="Exercise")
    clock.move(30)
    [to_worker, to_volunteer] = sorted(sms.claim(), key=lambda one: one.endpoint)
    assert to_worker.endpoint == f"tel:+86{cast.grid_worker.phone}"
    said, english = orjson.loads(to_worker.payload), orjson.loads(to_volunteer.payload)
    assert said["title"].startswith("【演练】")
    assert len(said["text"]) <= 70
    assert said["text"].endswith("收到回1，求助回2")
    assert said["spoken"].endswith("收到请按1，需要帮助请按2。")
    assert (said["lang"], english["lang"]) == ("zh-CN", "en")
    assert english["text"].endswith("Reply 1: received, 2: need help")
    assert (said["order_id"], said["person_id"]) == (str(order["id"]), str(cast.grid_worker.id))
    assert holder_of(said["token"], orders.SECRET) == Holder(order["id"], cast.grid_worker.id)
    assert (said["navigate"], said["exercise"]) == (f"/orders/{order['id']}", True)
    assert to_worker.expires_at == order["expires"]


def test_the_ladder_is_frozen_with_the_order_and_nobody_changes_it(db: SQLAlchemy, cast: Cast) -> None:
    order = db.session.get_one(Order, orders.order(cast.chaoming_commander, places.DAOMAO_WEST)["id"])
    assert [(step["step"], step["after_s"], step["channel"]) for step in order.ladder] == [
        (1, 30, "sms"),
        (2, 60, "voice"),
        (3, 120, "door_knock"),
    ]
    with pytest.raises(Exception, match="frozen"), db.session.begin_nested():
        db.session.execute(text("UPDATE orders SET ladder = '[]' WHERE id = :id"), {"id": order.id})


def test_a_drill_calls_nobody_on_the_phone(db: SQLAlchemy, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST, status="Exercise")
    steps = db.session.scalars(select(OrderStep.channel).where(OrderStep.order_id == order["id"]).order_by("step"))
    assert steps.all() == ["sms", "door_knock"]


def test_a_hundred_people_more_cost_no_row_before_they_are_told(db: SQLAlchemy, cast: Cast, clock) -> None:
    orders.crowd(600, places.DONGHE_WEST)
    orders.order(cast.chaoming_commander, places.DONGHE)
    assert db.session.scalar(select(func.count()).select_from(LadderBatch)) == 2 * 3
    assert db.session.scalar(select(func.count()).select_from(DeliveryStep)) == 0


@pytest.mark.parametrize("state", ["acknowledged", "declined", "needs_help", "en_route", "safe"])
def test_any_answer_stops_the_ladder_at_once(db: SQLAlchemy, cast: Cast, sms: Channel, clock, state: str) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answer(db, order, cast.volunteer, state)
    clock.move(600)
    assert names(sms.claim()) == {cast.grid_worker.id}


def test_seeing_it_is_no_answer(db: SQLAlchemy, cast: Cast, sms: Channel, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answer(db, order, cast.volunteer, "opened")
    clock.move(30)
    assert cast.volunteer.id in names(sms.claim())


def test_an_answer_while_the_text_is_on_its_way_stops_the_call(
    db: SQLAlchemy, cast: Cast, sms: Channel, voice: Channel, clock
) -> None:
    """The gateway takes 40 seconds to say that it has accepted."""
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(30)
    under_way = sms.claim()
    clock.move(10)
    answer(db, order, cast.volunteer)
    clock.move(30)
    sms.answer(under_way)
    assert names(voice.claim()) == {cast.grid_worker.id}
    assert ladder.at(order["id"], cast.volunteer.id) == {1: "accepted"}
    assert is_counted(order)


def test_what_a_gateway_gives_back_is_not_sent_to_who_answered_meanwhile(
    db: SQLAlchemy, cast: Cast, sms: Channel, clock
) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(30)
    under_way = sms.claim()
    answer(db, order, cast.volunteer)
    sms.answer(under_way, "retry", status=8, retry_s=5)
    clock.move(5)
    assert names(sms.deliver()) == {cast.grid_worker.id}
    assert ladder.at(order["id"], cast.volunteer.id) == {1: "stopped"}
    assert is_counted(order)


def test_a_storm_is_handed_out_by_room_and_an_answer_meanwhile_still_stops_the_message(
    db: SQLAlchemy, cast: Cast, sms: Channel, clock
) -> None:
    crowd = orders.crowd(700, places.DONGHE_WEST)
    order = orders.order(cast.chaoming_commander, places.DONGHE)
    clock.move(30)
    told = names(sms.claim(limit=200))
    assert len(told) == 200
    silent = set(crowd) - told
    spoke = set(sorted(silent)[:100])
    take_receipts([report(db.session.get_one(Order, order["id"]), one, "acknowledged") for one in spoke])
    rounds = [names(sms.claim(limit=200)) for _ in range(6)]
    assert sum(len(each) for each in rounds) == 400
    assert set.union(*rounds) == silent - spoke
    assert is_counted(order)


def test_the_graver_order_overtakes_on_every_channel(db: SQLAlchemy, cast: Cast, sms: Channel, clock) -> None:
    orders.crowd(60, places.DONGHE_WEST)
    orders.order(cast.chaoming_commander, places.DONGHE, plan_code="elevator_trapped", slots=elevator())
    graver = orders.order(cast.chaoming_commander, places.DONGHE)
    clock.move(120)
    ranks = {one.key.order_id for one in sms.claim(limit=60)}  # type: ignore[attr-defined]
    assert ranks == {graver["id"]}


def test_the_graver_order_comes_before_another_try_of_the_milder(
    db: SQLAlchemy, cast: Cast, sms: Channel, clock
) -> None:
    orders.crowd(60, places.DONGHE_WEST)
    milder = orders.order(cast.chaoming_commander, places.DONGHE, plan_code="elevator_trapped", slots=elevator())
    clock.move(120)
    refused = sms.claim(limit=60)
    sms.answer(refused, "retry", status=8, retry_s=5)
    graver = orders.order(cast.chaoming_commander, places.DONGHE)
    clock.move(30)
    assert {one.key.order_id for one in sms.claim(limit=40)} == {graver["id"]}  # type: ignore[attr-defined]
    again = [one.key.order_id for one in sms.claim(limit=60)]  # type: ignore[attr-defined]
    assert again[:20] == [graver["id"]] * 20
    assert set(again[20:]) == {milder["id"]}


def elevator() -> dict[str, str]:
    return {"place": "柳营小区3幢", "lift": "1号梯", "people": "3", "phone": "19900000000"}


@pytest.mark.parametrize("end", ["cancel", "all_clear", "expire", "update"])
def test_an_order_that_has_ended_pages_nobody_any_more(
    cast: Cast, sms: Channel, voice: Channel, clock, end: str
) -> None:
    actor = people.actor(cast.chaoming_commander)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    if end == "cancel":
        cancel.cancel(actor, order["id"], id=uuid7(), reason="误报")
    elif end == "all_clear":
        all_clear.all_clear(actor, order["id"], id=uuid7())
    elif end == "update":
        update.update(actor, order["id"], id=uuid7(), slots=orders.SLOTS)
    else:
        clock.move(240 * 60)
        expire.expire()
    clock.move(60)
    mine = [one for one in (*sms.claim(), *voice.claim()) if one.key.order_id == order["id"]]  # type: ignore[attr-defined]
    assert mine == []
    assert is_counted(order)


def test_past_its_expiry_nobody_is_told_before_a_job_has_said_so(cast: Cast, sms: Channel, clock) -> None:
    orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(240 * 60)
    assert sms.claim() == []


def test_a_correction_goes_by_text_to_exactly_those_who_were_told_by_text(
    db: SQLAlchemy, cast: Cast, gateway: Gateway, sms: Channel, clock
) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answer(db, order, cast.grid_worker)
    clock.move(30)
    assert names(sms.deliver()) == {cast.volunteer.id}
    actor = people.actor(cast.chaoming_commander)
    correction = cancel.cancel(actor, order["id"], id=uuid7(), reason="误报")
    [envelope] = sms.deliver()
    assert envelope.key.order_id == correction["id"]  # type: ignore[attr-defined]
    assert envelope.key.person_id == cast.volunteer.id  # type: ignore[attr-defined]
    assert orjson.loads(envelope.payload)["text"].endswith("Reply 1: received")
    clock.move(600)
    assert sms.claim() == []
    assert is_counted(correction)


def test_who_was_on_the_line_when_it_was_taken_back_is_corrected(cast: Cast, sms: Channel, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(30)
    under_way = sms.claim()
    actor = people.actor(cast.chaoming_commander)
    correction = cancel.cancel(actor, order["id"], id=uuid7(), reason="误报")
    assert correction["people"] == 2
    sms.answer(under_way)
    assert {(one.key.order_id) for one in sms.claim()} == {correction["id"]}  # type: ignore[attr-defined]


def test_a_dead_senders_messages_are_handed_out_again_under_the_same_name(
    db: SQLAlchemy, cast: Cast, sms: Channel, clock
) -> None:
    dead = Channel("sms", sender_id=99)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(30)
    keys = {one.key for one in dead.claim()}
    answer(db, order, cast.volunteer)
    again = sms.claim()
    assert {one.key for one in again} == {key for key in keys if key.person_id == cast.grid_worker.id}  # type: ignore[attr-defined]
    assert sms.claim() == []
    assert is_counted(order)


def test_who_has_no_number_counts_as_failed_and_who_is_reached_counts_as_reached(
    db: SQLAlchemy, cast: Cast, gateway: Gateway, sms: Channel, clock
) -> None:
    cast.volunteer.phone = "无"
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    gateway.deliver()
    clock.move(30)
    assert names(sms.deliver()) == {cast.grid_worker.id}
    assert ladder.at(order["id"], cast.volunteer.id) == {1: "failed"}
    worker = db.session.get_one(Delivery, (order["id"], cast.grid_worker.id), populate_existing=True)
    assert (worker.state, worker.channel, worker.accepted_at) == (State.accepted, "sms", core_clock.now())
    assert is_counted(order)


def test_each_step_says_once_that_it_has_begun(db: SQLAlchemy, cast: Cast, sms: Channel, clock) -> None:
    orders.crowd(300, places.DONGHE_WEST)
    orders.order(cast.chaoming_commander, places.DONGHE)
    clock.move(30)
    while sms.claim(limit=100):
        pass
    facts = db.session.scalars(select(Fact.data).where(Fact.kind == "ladder.begun")).all()
    assert facts == [{"step": 1, "channel": "sms"}]


def test_the_sender_is_told_when_the_next_step_is_due(db: SQLAlchemy, cast: Cast, sms: Channel, clock) -> None:
    assert sms.source.next_due(db.session()) is None
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    assert (sms.source.next_due(db.session()) - order["sent"]).total_seconds() == 30  # type: ignore[operator]
