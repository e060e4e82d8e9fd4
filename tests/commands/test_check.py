"""An order looked at while it is being made: counted, never refused for what it says."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from backend.commands.actions.load_plans import load_plans
from backend.commands.catalogue.reader import read_all
from backend.commands.models.delivery import Delivery
from tests import cast as places
from tests.builders import duty, orders, people
from tests.cast import Cast
from tests.client import ActingClient

ASKED = ("plan_code", "slots", "target", "status")


def asked(*areas: str, **more: Any) -> dict[str, Any]:
    whole = orders.body(*areas)
    return {name: whole[name] for name in ASKED} | more


@pytest.fixture
def check(client: ActingClient, cast: Cast) -> Callable[..., dict[str, Any]]:
    """As the commander of the street, unless another one is named."""

    def checked(*areas: str, by: Any = None, **more: Any) -> dict[str, Any]:
        reply = client.as_(by or cast.chaoming_commander).post("/api/orders/check", json=asked(*areas, **more))
        assert reply.status_code == 200, reply.json
        return dict(reply.json)

    return checked


def codes(checked: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in checked["lint"]}


def finding(checked: dict[str, Any], code: str) -> dict[str, Any]:
    [one] = [finding for finding in checked["lint"] if finding["code"] == code]
    return dict(one)


def test_it_counts_who_is_reached_and_who_lives_there_and_writes_nothing(
    check: Callable[..., dict[str, Any]], cast: Cast, db: SQLAlchemy
) -> None:
    orders.phone(cast.grid_worker)
    seen = check(target=orders.target(places.CHAOMING, roles=("grid_worker",)))
    assert (seen["people"], seen["registered"]) == (1, 6)
    assert seen["reach"] == {"webpush": 1, "live": 0, "ladder": 0, "none": 0}
    assert seen["places"] == 6
    assert (seen["needs_second_person"], "nodes" in seen) == (False, False)
    assert "潮鸣路与刀茅巷路口" in seen["texts"]["zh"]["summary"]
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 0


def test_a_form_just_opened_is_good_enough(check: Callable[..., dict[str, Any]]) -> None:
    seen = check(plan_code=None, slots={})
    assert (seen["people"], seen["registered"], seen["places"], seen["texts"]) == (0, 0, 0, None)
    assert (seen["needs_second_person"], seen["deciders"]) == (False, 0)
    assert codes(seen) == {"nobody"}


def test_missing_words_stand_there_by_their_label(check: Callable[..., dict[str, Any]]) -> None:
    seen = check(places.DAOMAO_WEST, slots={"place": "潮鸣路"})
    assert "潮鸣路" in seen["texts"]["zh"]["summary"]
    assert "〔" in seen["texts"]["zh"]["instruction"]
    assert "{" not in "".join([*seen["texts"]["zh"].values(), *seen["texts"]["en"].values()])
    missing = {one["data"]["slot"] for one in seen["lint"] if one["code"] == "slot_missing"}
    assert missing == {"radius", "phone"}


def test_a_drawing_that_is_still_open_counts_the_areas_alone(check: Callable[..., dict[str, Any]]) -> None:
    half = {"type": "Polygon", "coordinates": [[[120.1, 30.2], [120.3, 30.2]]]}
    seen = check(target=orders.target(places.DAOMAO_WEST, polygon=half))
    assert seen["people"] == 2
    assert finding(seen, "polygon_open")["level"] == "error"


def test_with_names_it_says_where_and_who_is_unreachable(check: Callable[..., dict[str, Any]], cast: Cast) -> None:
    orders.phone(cast.grid_worker)
    # A text message reaches everybody else but these two.
    cast.secretary.phone, cast.volunteer.phone = "无", "0000"
    seen = check(places.CHAOMING, names=True)
    assert {one["name"] for one in seen["unreachable"]} == {"吴桂芳", "林夏"}
    assert seen["reach"] == {"webpush": 1, "live": 0, "ladder": 3, "none": 2}
    assert [node["area_code"] for node in seen["nodes"]] == [places.CHAOMING, places.DAOMAO, places.DAOMAO_WEST]
    west = seen["nodes"][-1]
    assert (west["people"], west["responsible"]["name"]) == (2, "陈小河")
    assert [point["area_code"] for point in seen["assembly_points"]] == [places.CHAOMING]


def test_no_place_and_nobody_above_the_own_subtree_is_listed(check: Callable[..., dict[str, Any]], cast: Cast) -> None:
    seen = check(places.DAOMAO, by=cast.secretary, names=True)
    assert [node["area_code"] for node in seen["nodes"]] == [places.DAOMAO, places.DAOMAO_WEST]


def test_above_the_street_and_at_the_gravest_levels_it_counts_who_else_could_decide(
    check: Callable[..., dict[str, Any]], cast: Cast
) -> None:
    wide = check(places.CHAOMING, places.WULIN, by=cast.commander)
    assert (wide["needs_second_person"], wide["deciders"]) == (True, 0)
    people.person("区值班", places.DISTRICT, "duty_officer")
    assert check(places.CHAOMING, places.WULIN, by=cast.commander)["deciders"] == 1
    grave = {**next(plan for plan in read_all() if plan["code"] == "fire"), "response_level": "II"}
    load_plans([grave])
    # The district's commander and duty officer, the street's duty officer, and the secretary.
    seen = check(places.DAOMAO, plan_code="fire")
    assert (seen["needs_second_person"], seen["deciders"]) == (True, 4)


def test_a_place_without_a_responsible_person_is_named_and_none_above_it(
    check: Callable[..., dict[str, Any]], cast: Cast
) -> None:
    people.person("无人负责", places.DONGHE_WEST, "grid_worker")
    assert "no_responsible" not in codes(check(places.DAOMAO))
    data = finding(check(places.DONGHE), "no_responsible")["data"]
    assert [area["code"] for area in data["areas"]] == [places.DONGHE, places.DONGHE_WEST]


def test_somebody_on_duty_there_or_for_the_street_is_enough(check: Callable[..., dict[str, Any]], cast: Cast) -> None:
    duty.on_duty(cast.commander)
    assert "nobody_on_duty" in codes(check(places.DAOMAO_WEST))
    duty.on_duty(cast.chaoming_duty)
    assert "nobody_on_duty" not in codes(check(places.DAOMAO_WEST))


def test_only_those_on_duty_are_chosen_when_asked(check: Callable[..., dict[str, Any]], cast: Cast) -> None:
    duty.on_duty(cast.grid_worker)
    seen = check(target=orders.target(places.CHAOMING, on_duty=True))
    assert (seen["people"], seen["registered"]) == (1, 6)


def test_a_live_order_at_the_same_grid_conflicts_and_one_at_the_next_does_not(
    check: Callable[..., dict[str, Any]], cast: Cast
) -> None:
    live = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    data = finding(check(places.DAOMAO), "conflict")["data"]
    assert (data["order_id"], data["headline_zh"]) == (str(live["id"]), live["texts"]["zh"]["headline"])
    people.person("邻居", places.DONGHE_WEST, "grid_worker", lead=True)
    assert "conflict" not in codes(check(places.DONGHE))


def test_a_worker_may_not_look_and_a_foreign_street_is_not_found(client: ActingClient, cast: Cast) -> None:
    assert client.as_(cast.grid_worker).post("/api/orders/check", json=asked(places.DAOMAO)).status_code == 403
    refused = client.as_(cast.chaoming_commander).post("/api/orders/check", json=asked(places.WULIN))
    assert (refused.status_code, refused.json["code"]) == (404, "area.not_found")


def test_what_it_costs_knows_no_recipients(
    check: Callable[..., dict[str, Any]],
    cast: Cast,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    check(places.CHAOMING)
    with statements() as few:
        check(places.CHAOMING)
    orders.crowd(200, places.DONGHE_WEST)
    with statements() as many:
        check(places.CHAOMING)
    assert len(many) == len(few)
