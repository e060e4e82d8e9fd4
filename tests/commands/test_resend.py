"""Telling those again who have not answered: them alone, counted exactly, and not again within a minute."""

import orjson
import pytest
from sqlalchemy import func, select

from backend.commands.actions.all_clear import all_clear
from backend.commands.actions.resend import resend
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.delivery import Delivery
from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries import board
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.errors import Problem
from backend.core.facts import Fact
from backend.identity.models import Person
from tests.builders import orders, people, tally
from tests.builders.orders import Gateway, names
from tests.builders.sent_order import report
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DONGHE, DONGHE_WEST, WULIN, XIANLIN, Cast

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def order(cast: Cast) -> Order:
    """To a community, whose three people have a phone each, and to one who has none."""
    for person in (cast.secretary, cast.grid_worker, cast.volunteer):
        orders.phone(person)
    people.person("孙桥", DAOMAO_EAST, "grid_worker", lead=True)
    made = orders.order(cast.chaoming_commander, DAOMAO)
    return database.session.get_one(Order, made["id"])


def again(who: Person, order: Order, node: str | None = None) -> tuple[int, int, int]:
    told = resend(people.actor(who), order.id, node=node)
    return told["people"], told["unreached"], told["under_way"]


def refusal(ask) -> tuple[str, dict]:
    with pytest.raises(Problem) as refused:
        ask()
    return refused.value.code, refused.value.details


def is_counted(order: Order) -> bool:
    return tally.kept(order.id) == tally.recounted(order.id)


def test_who_has_not_answered_is_told_again_on_all_his_devices_and_nobody_else(
    cast: Cast, order: Order, gateway: Gateway, clock
) -> None:
    first = gateway.deliver()
    desk = orders.phone(cast.volunteer)
    take_receipts([report(order, cast.grid_worker, "acknowledged"), report(order, cast.volunteer, "opened")])
    clock.move(90)
    assert again(cast.chaoming_commander, order) == (2, 1, 0)
    second = gateway.claim()
    assert names(second) == {cast.secretary.id, cast.volunteer.id}
    assert desk.id in {one.subscription_id for one in second}
    assert len(second) == 3
    gateway.answer(second)
    assert gateway.claim() == []
    assert is_counted(order)
    tags = {orjson.loads(one.payload)["notification"]["tag"] for one in [*first, *second]}
    assert tags == {str(order.id)}, "on a phone it takes the place of the first"
    assert {one.topic for one in first} == {one.topic for one in second}


def test_a_best_state_never_falls_because_the_order_is_sent_again(
    cast: Cast, order: Order, gateway: Gateway, clock
) -> None:
    gateway.deliver()
    take_receipts([report(order, cast.volunteer, "opened")])
    accepted = database.session.get_one(OrderProgress, order.id, populate_existing=True).all_accepted_at
    clock.move(90)
    again(cast.chaoming_commander, order)
    gateway.deliver()
    row = database.session.get_one(Delivery, (order.id, cast.volunteer.id), populate_existing=True)
    assert (row.state, row.tries, row.next_try_at) == (30, 2, None)
    progress = database.session.get_one(OrderProgress, order.id, populate_existing=True)
    assert progress.all_accepted_at == accepted is not None, "the 57 seconds stay what they were"
    assert is_counted(order)


def test_who_answers_before_the_sender_takes_him_is_left_in_peace(
    cast: Cast, order: Order, gateway: Gateway, clock
) -> None:
    gateway.deliver()
    clock.move(90)
    again(cast.chaoming_commander, order)
    take_receipts([report(order, cast.volunteer, "needs_help")])
    assert names(gateway.claim()) == {cast.secretary.id, cast.grid_worker.id}


def test_only_the_place_that_was_asked_for_is_told_again(cast: Cast, order: Order, gateway: Gateway, clock) -> None:
    gateway.deliver()
    clock.move(90)
    assert again(cast.chaoming_commander, order, DAOMAO_WEST) == (2, 0, 0)
    assert names(gateway.claim()) == {cast.grid_worker.id, cast.volunteer.id}
    nodes = {node["area_code"]: node for node in board.board(people.actor(cast.commander), order.id)["nodes"]}
    assert nodes[DAOMAO_WEST]["resent_at"] is not None
    assert nodes[DAOMAO_EAST]["resent_at"] is None


def test_within_a_minute_it_is_refused_by_name_for_the_place_and_all_that_lies_in_it(
    cast: Cast, order: Order, gateway: Gateway, clock
) -> None:
    gateway.deliver()
    clock.move(90)
    again(cast.chaoming_commander, order)
    gateway.deliver()
    clock.move(20.5)
    for node in (None, DAOMAO, DAOMAO_WEST):
        code, details = refusal(lambda node=node: again(cast.chaoming_commander, order, node))
        assert (code, details) == ("order.resent_just_now", {"seconds": 40})
    clock.move(40)
    assert again(cast.chaoming_commander, order)[0] == 3


def test_whom_the_first_message_still_waits_for_is_not_sent_a_second_one(
    cast: Cast, order: Order, gateway: Gateway, clock
) -> None:
    envelopes = gateway.claim()
    mine = [one for one in envelopes if one.key.person_id == cast.volunteer.id]
    gateway.answer([one for one in envelopes if one not in mine])
    clock.move(5)
    assert again(cast.chaoming_commander, order) == (2, 1, 1)
    gateway.answer(mine, "retry", status=503, retry_s=30)
    assert names(gateway.deliver()) == {cast.secretary.id, cast.grid_worker.id}
    clock.move(31)
    assert names(gateway.claim()) == {cast.volunteer.id}


def test_who_has_got_a_phone_since_is_told_and_hears_the_all_clear(
    cast: Cast, order: Order, gateway: Gateway, clock
) -> None:
    late = database.session.scalars(select(Person).where(Person.name == "孙桥")).one()
    gateway.deliver()
    orders.phone(late)
    clock.move(90)
    assert again(cast.chaoming_commander, order, DAOMAO_EAST) == (1, 0, 0)
    cleared = all_clear(people.actor(cast.chaoming_commander), order.id, id=uuid7())
    assert cleared["people"] == 4
    assert late.id in names(gateway.claim())


def test_nothing_is_said_where_nobody_can_be_told(cast: Cast, order: Order, gateway: Gateway, clock) -> None:
    gateway.deliver()
    everybody = (cast.secretary, cast.grid_worker, cast.volunteer)
    take_receipts([report(order, person, "acknowledged") for person in everybody])
    assert again(cast.chaoming_commander, order) == (0, 1, 0)
    assert database.session.scalar(select(func.count()).where(Fact.kind == "order.resent")) == 0
    assert board.board(people.actor(cast.commander), order.id)["resent_at"] is None


def test_an_order_that_is_over_is_never_sent_again(cast: Cast, order: Order, gateway: Gateway, clock) -> None:
    gateway.deliver()
    clock.move(60 * 60 * 5)
    assert refusal(lambda: again(cast.chaoming_commander, order))[0] == "order.not_live"


def test_who_watches_a_place_sends_it_again_there_and_nobody_elsewhere(cast: Cast, gateway: Gateway, clock) -> None:
    orders.crowd(2, DONGHE_WEST)
    for person in (cast.grid_worker, cast.wulin_worker):
        orders.phone(person)
    made = orders.order(cast.commander, CHAOMING, WULIN, override_reason="险情紧急")
    order = database.session.get_one(Order, made["id"])
    gateway.deliver()
    clock.move(5)
    assert again(cast.wulin_commander, order) == (1, 1, 0)
    assert names(gateway.claim()) == {cast.wulin_worker.id}
    assert refusal(lambda: again(cast.wulin_commander, order, CHAOMING))[0] == "area.not_found"
    assert again(cast.chaoming_duty, order, DONGHE) == (2, 0, 0)
    assert refusal(lambda: again(cast.secretary, order, XIANLIN))[0] == "area.not_found"
    analyst = people.person("顾青", CHAOMING, "analyst")
    assert refusal(lambda: again(analyst, order))[0] == "order.not_found"


def test_over_http_it_says_how_many_and_stands_on_the_timeline(
    client, cast: Cast, order: Order, gateway: Gateway, clock
) -> None:
    gateway.deliver()
    clock.move(61)
    street = client.as_(cast.chaoming_duty)
    told = street.post(f"/api/orders/{order.id}/resend", json={"node": DAOMAO_WEST})
    assert (told.status_code, told.json["people"], told.json["unreached"]) == (200, 2, 0)
    items = street.get(f"/api/orders/{order.id}/timeline").json["items"]
    assert (items[-1]["kind"], items[-1]["node"], items[-1]["data"]["people"]) == ("order.resent", DAOMAO_WEST, 2)
    refused = street.post(f"/api/orders/{order.id}/resend", json={"node": DAOMAO_WEST})
    assert (refused.status_code, refused.json["code"]) == (409, "order.resent_just_now")
