"""What the sender is handed, and what it writes down: each message once, counted exactly, never backwards."""

import orjson
import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from backend.commands.actions import cancel, expire
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.delivery import Delivery, DeliveryBatch
from backend.commands.models.order import Order, OrderProgress
from backend.commands.outbox import payload
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.receipt_token import Holder, Sealer, holder_of
from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.core.facts import Fact
from tests import cast as places
from tests.builders import orders, people, tally
from tests.builders.orders import Gateway
from tests.builders.sent_order import report
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")


def delivery(db: SQLAlchemy, order: dict, person_id: object) -> Delivery:
    return db.session.get_one(Delivery, (order["id"], person_id), populate_existing=True)


def progress(db: SQLAlchemy, order: dict) -> OrderProgress:
    return db.session.get_one(OrderProgress, order["id"], populate_existing=True)


def is_counted(order: dict) -> bool:
    return tally.kept(order["id"]) == tally.recounted(order["id"])


def facts(db: SQLAlchemy, kind: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Fact).where(Fact.kind == kind))


def test_everybody_is_handed_out_once_per_device_with_a_token_of_his_own(cast: Cast, gateway: Gateway) -> None:
    phone, desk = orders.phone(cast.grid_worker), orders.phone(cast.grid_worker)
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    envelopes = gateway.claim()
    assert {one.subscription_id for one in envelopes} >= {phone.id, desk.id}
    assert len(envelopes) == 3
    for one in envelopes:
        message = orjson.loads(one.payload)
        holder = holder_of(message["notification"]["data"]["token"], orders.SECRET)
        assert holder == Holder(order["id"], one.key.person_id)
    assert gateway.claim() == []


def test_a_message_says_what_the_contract_with_the_phone_says(cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST, status="Exercise")
    [envelope] = gateway.claim()
    message = orjson.loads(envelope.payload)
    shown, data = message["notification"], message["notification"]["data"]
    assert (message["web_push"], message["app_badge"]) == (8030, 1)
    assert shown["title"].startswith("[EXERCISE] ")
    assert shown["lang"] == "en"
    assert shown["navigate"] == f"/orders/{order['id']}"
    assert shown["tag"] == str(order["id"])
    assert [action["action"] for action in shown["actions"]] == ["acknowledged", "needs_help"]
    assert data["kind"] == "order"
    assert data["exercise"] is True
    assert data["identifier"] == order["identifier"]
    assert data["instruction"] == order["texts"]["en"]["instruction"]
    assert data["duty_phone"] == orders.SLOTS["phone"]
    assert data["place"] == {"circle": None, "areas": [f"Area {places.DAOMAO_WEST}"]}
    assert len(envelope.payload) < 3_993
    assert len(envelope.topic) <= 32
    assert envelope.ttl == 240 * 60
    assert (envelope.urgency, envelope.expires_at) == ("high", order["expires"])


def test_a_place_goes_along_only_where_the_narrowest_bridge_still_takes_the_message(
    db: SQLAlchemy, cast: Cast, gateway: Gateway
) -> None:
    circle = {"lng": 120.175, "lat": 30.272, "radius_m": 120.0}
    corners = [[120.17 + i / 1e4, 30.27] for i in range(400)]
    polygon = {"type": "Polygon", "coordinates": [[*corners, [120.19, 30.3], corners[0]]]}
    target = orders.target(places.DAOMAO_WEST, circle=circle, polygon=polygon)
    issued = orders.order(cast.chaoming_commander, target=target)
    order = db.session.get_one(Order, issued["id"])
    short = orjson.loads(payload.template(order, "zh-CN").to(Sealer(orders.SECRET, order.id), cast.volunteer.id))
    assert short["notification"]["data"]["place"]["circle"] == circle
    assert "polygon" not in short["notification"]["data"]["place"]
    with db.session.no_autoflush:
        order.texts = {**order.texts, "zh": {**order.texts["zh"], "description": "长" * 500}}
        packed = payload.template(order, "zh-CN").to(Sealer(orders.SECRET, order.id), cast.volunteer.id)
        db.session.expunge(order)
    message = orjson.loads(packed)["notification"]["data"]
    assert "place" not in message
    assert message["instruction"] == issued["texts"]["zh"]["instruction"]


def test_a_word_that_looks_like_the_place_of_the_token_stops_no_message(cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.grid_worker)
    words = {**orders.SLOTS, "place": '"{token}"', "radius": "{token}"}
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST, slots=words)
    [envelope] = gateway.claim()
    data = orjson.loads(envelope.payload)["notification"]["data"]
    assert holder_of(data["token"], orders.SECRET) == Holder(order["id"], cast.grid_worker.id)
    assert "{token}" in data["description"] + data["instruction"]


def test_who_has_no_phone_is_marked_right_away_and_only_his_open_screen_is_told(
    db: SQLAlchemy, cast: Cast, gateway: Gateway
) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    hints = gateway.claim_all()
    assert {(one.channel, one.subscription_id) for one in hints} == {
        ("live", cast.grid_worker.id),
        ("live", cast.volunteer.id),
    }
    gateway.answer(hints)
    for person in (cast.grid_worker, cast.volunteer):
        row = delivery(db, order, person.id)
        assert (row.state, row.channel, row.next_try_at) == (State.planned, "none", None)
    assert db.session.scalar(select(DeliveryBatch.done_at)) is not None
    assert is_counted(order)


def test_a_second_sender_takes_nothing_of_a_living_one_and_all_of_a_dead_one(cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.volunteer)
    orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    taken_by_the_dead = Gateway(sender_id=77).claim()
    assert len(taken_by_the_dead) == 1
    again = gateway.claim()
    assert [(one.key, one.topic) for one in again] == [(one.key, one.topic) for one in taken_by_the_dead]
    assert Gateway(sender_id=78).claim() == []


def test_what_was_settled_before_a_sender_died_is_not_sent_again(cast: Cast, gateway: Gateway) -> None:
    phone, desk = orders.phone(cast.grid_worker), orders.phone(cast.grid_worker)
    orders.phone(cast.volunteer)
    orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    dead = Gateway(sender_id=77)
    envelopes = dead.claim()
    dead.answer([one for one in envelopes if one.subscription_id != desk.id])
    assert {one.subscription_id for one in gateway.claim()} == {desk.id}
    assert phone.id != desk.id


def test_what_is_accepted_is_counted_stamped_and_told_once(db: SQLAlchemy, cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.grid_worker)
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    first, second = gateway.claim()
    core_clock.move(3)
    gateway.answer([first])
    assert progress(db, order).all_accepted_at is None
    core_clock.move(4)
    gateway.answer([second])
    stamped = progress(db, order)
    assert (stamped.all_accepted_at - stamped.first_accepted_at).total_seconds() == 4
    assert tally.kept(order["id"]) == {(places.DAOMAO_WEST, State.accepted): 2}
    assert is_counted(order)
    gateway.claim()
    assert facts(db, "order.accepted") == 1


def test_a_receipt_that_arrives_before_its_delivery_was_marked_accepted_stays(
    db: SQLAlchemy, cast: Cast, gateway: Gateway
) -> None:
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    envelopes = gateway.claim()
    take_receipts([report(db.session.get_one(Order, order["id"]), cast.volunteer, "shown")])
    gateway.answer(envelopes)
    row = delivery(db, order, cast.volunteer.id)
    assert (row.state, row.next_try_at) == (State.shown, None)
    assert row.accepted_at is not None
    assert is_counted(order)


def test_a_failed_message_waits_and_is_tried_again_alone(db: SQLAlchemy, cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.grid_worker)
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    good, bad = gateway.claim()
    gateway.answer([good])
    gateway.answer([bad], "retry", status=503, retry_s=20)
    assert gateway.claim() == []
    assert (gateway.source.next_due(db.session()) - core_clock.now()).total_seconds() == 20
    core_clock.move(20)
    again = gateway.claim()
    assert [(one.key, one.subscription_id) for one in again] == [(bad.key, bad.subscription_id)]
    gateway.answer(again)
    assert delivery(db, order, bad.key.person_id).tries == 2
    assert progress(db, order).all_accepted_at == core_clock.now()
    assert gateway.source.next_due(db.session()) is None
    assert is_counted(order)


@pytest.mark.parametrize("outcome", ["gone", "refused"])
def test_what_a_gateway_refuses_for_good_is_not_tried_again(
    db: SQLAlchemy, cast: Cast, gateway: Gateway, outcome: str
) -> None:
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    gateway.answer(gateway.claim(), outcome, status=410)
    core_clock.move(3_600)
    assert gateway.claim() == []
    assert delivery(db, order, cast.volunteer.id).state == State.planned
    assert is_counted(order)


def test_the_graver_order_goes_first(cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.volunteer)
    orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    graver = orders.order(cast.chaoming_commander, places.DAOMAO_WEST, plan_code="gas_leak")
    [first] = gateway.claim(limit=1)
    assert first.key.order_id == graver["id"]


def test_a_retraction_goes_before_everything(db: SQLAlchemy, cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.volunteer)
    mild = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    gateway.deliver()
    orders.order(cast.chaoming_commander, places.DAOMAO_WEST, plan_code="gas_leak")
    gravest = gateway.source.most_urgent(db.session())
    actor = people.actor(cast.chaoming_commander)
    correction = cancel.cancel(actor, mild["id"], id=uuid7(), reason="误报")
    assert gateway.source.most_urgent(db.session()) == -1 < gravest
    [first] = gateway.claim(limit=1)
    assert (first.key.order_id, first.rank) == (correction["id"], -1)
    assert gateway.source.most_urgent(db.session()) == gravest


def test_what_a_sender_handed_back_unsent_is_no_try_and_needs_no_correction(
    db: SQLAlchemy, cast: Cast, gateway: Gateway
) -> None:
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    gateway.answer(gateway.claim(), "unsent", status=0, retry_s=0)
    kept = delivery(db, order, cast.volunteer.id)
    assert (kept.tries, kept.channel, kept.last_status) == (0, None, None)
    core_clock.move(1)
    gateway.answer(gateway.claim(), "unsent", status=0, retry_s=0)
    correction = cancel.cancel(people.actor(cast.chaoming_commander), order["id"], id=uuid7(), reason="误报")
    assert correction["people"] == 0
    assert delivery(db, order, cast.volunteer.id).state == State.superseded
    assert is_counted(order)


def test_an_expired_order_hands_out_nothing_and_says_so_once(db: SQLAlchemy, cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    core_clock.move(240 * 60)
    assert gateway.claim() == []
    assert gateway.source.next_due(db.session()) is None
    assert expire.expire() == 1
    assert expire.expire() == 0
    assert facts(db, "order.expired") == 1
    assert progress(db, order).ended_reason == "expired"
    assert delivery(db, order, cast.volunteer.id).state == State.superseded
    assert is_counted(order)


def test_the_eleventh_order_of_a_second_is_dated_and_sent_in_the_next(
    db: SQLAlchemy, cast: Cast, gateway: Gateway
) -> None:
    orders.phone(cast.volunteer)
    made = [orders.order(cast.chaoming_commander, places.DAOMAO_WEST) for _ in range(11)]
    assert len({order["identifier"] for order in made}) == 11
    assert [order["identifier"][-1] for order in made] == [*"0123456789", "0"]
    assert (made[10]["sent"] - made[9]["sent"]).total_seconds() == 1
    assert len(gateway.claim()) == 10
    core_clock.move(1)
    assert {one.key.order_id for one in gateway.claim()} == {made[10]["id"]}
