"""Taking an order back: what was out goes before its correction, and how long it took is measured."""

from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from backend.commands.actions import cancel
from backend.commands.actions.edit_plan import edit_plan
from backend.commands.queries import plans
from backend.commands.queries.board import board
from backend.commands.rules import retraction
from backend.core import clock as core_clock
from backend.core.db import uuid7
from tests import cast as places
from tests.builders import orders, people
from tests.builders.ladder import Channel
from tests.builders.orders import Gateway, names
from tests.cast import Cast
from tests.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("clock")


def take_back(cast: Cast, order: dict[str, Any], **more: Any) -> dict[str, Any]:
    actor = people.actor(cast.chaoming_commander)
    return cancel.cancel(actor, order["id"], id=uuid7(), reason="误报", **more)


def seen(cast: Cast, order: dict[str, Any]) -> Any:
    return board(people.actor(cast.chaoming_commander), order["id"])["retraction"]


def test_a_correction_waits_for_the_original_that_is_on_its_way_to_the_same_people(
    cast: Cast, gateway: Gateway
) -> None:
    orders.crowd(600, places.DONGHE_WEST)
    order = orders.order(cast.chaoming_commander, places.DONGHE)
    out = gateway.claim(limit=500)
    gateway.answer(gateway.claim(limit=500))
    correction = take_back(cast, order)
    assert correction["people"] == 600
    early = gateway.claim()
    assert names(early).isdisjoint(names(out))
    gateway.answer(early)
    assert seen(cast, order)["stopped_at"] is None
    gateway.answer(out)
    assert names(gateway.deliver()) | names(early) == names(out) | names(early)
    assert len(names(out) | names(early)) == 600


def test_what_a_dead_sender_had_holds_no_correction_up(cast: Cast, gateway: Gateway) -> None:
    orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    assert len(Gateway(sender_id=77).claim()) == 1
    take_back(cast, order)
    assert names(gateway.deliver()) == {cast.volunteer.id}
    assert seen(cast, order)["stopped_at"] is not None


def test_the_time_to_retract_runs_from_the_tap_to_the_last_message_and_to_the_last_correction(
    db: SQLAlchemy, cast: Cast, gateway: Gateway
) -> None:
    orders.crowd(600, places.DONGHE_WEST)
    order = orders.order(cast.chaoming_commander, places.DONGHE)
    out = gateway.claim(limit=500)
    core_clock.move(20)
    correction = take_back(cast, order, tapped_at=core_clock.now() - timedelta(seconds=1))
    core_clock.move(2)
    gateway.answer(out)
    core_clock.move(1)
    gateway.answer(gateway.claim())
    db.session.expire_all()
    for shown in (seen(cast, order), seen(cast, correction)):
        assert shown["order_id"] == correction["id"]
        assert (shown["seconds_to_stopped"], shown["seconds_to_corrected"]) == (3, 4)
        assert (shown["stopped_people"], shown["corrected_people"]) == (600 - len(out), len(out))


def test_an_order_that_lives_or_was_cleared_has_no_retraction(cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    assert seen(cast, order) is None


def test_a_wrong_clock_makes_no_retraction_faster_or_older_than_its_order() -> None:
    sent, now = MONDAY, MONDAY + timedelta(seconds=9)
    assert retraction.tapped_at(None, sent=sent, now=now) == now
    assert retraction.tapped_at(now + timedelta(hours=1), sent=sent, now=now) == now
    assert retraction.tapped_at(sent - timedelta(hours=1), sent=sent, now=now) == sent


def extreme(cast: Cast) -> dict[str, Any]:
    """An order graver than any other plan of the tests."""
    in_force = plans.one("road_collapse")
    if in_force.content["severity"] != "Extreme":
        content = {**in_force.content, "severity": "Extreme"}
        edit_plan(people.actor(cast.commander), "road_collapse", based_on=in_force.version, content=content)
    version = plans.one("road_collapse").version
    return orders.order(cast.chaoming_commander, places.DONGHE, plan_version=version)


def mild(cast: Cast) -> dict[str, Any]:
    slots = {"place": "柳营小区3幢", "lift": "1号梯", "people": "3", "phone": "19900000000"}
    return orders.order(cast.chaoming_commander, places.DONGHE, plan_code="elevator_trapped", slots=slots)


def test_a_retraction_is_handed_out_before_anything_else_also_before_older_and_graver_orders(
    cast: Cast, gateway: Gateway
) -> None:
    orders.crowd(1_100, places.DONGHE_WEST)
    wrong = mild(cast)
    while gateway.deliver():
        pass
    graver = [extreme(cast)["id"] for _ in range(2)]
    correction = take_back(cast, wrong)
    claims = [[one.key.order_id for one in gateway.claim(limit=500)] for _ in range(9)]  # type: ignore[attr-defined]
    handed_out = [set(claim) for claim in claims if claim]
    of_the_correction = handed_out.count({correction["id"]})
    assert of_the_correction == 3
    assert handed_out[:3] == [{correction["id"]}] * 3
    # Then the graver orders, the older first.
    assert handed_out[3:] == [{graver[0]}] * 3 + [{graver[1]}] * 3


def test_by_text_too_it_goes_before_all_who_are_silent_of_graver_orders(cast: Cast) -> None:
    sms = Channel("sms")
    sms.live()
    orders.crowd(120, places.DONGHE_WEST)
    wrong = mild(cast)
    core_clock.move(600)
    while sms.deliver():
        pass
    extreme(cast)
    core_clock.move(60)
    correction = take_back(cast, wrong)
    first = {one.key.order_id for one in sms.claim(limit=50)}  # type: ignore[attr-defined]
    assert first == {correction["id"]}
