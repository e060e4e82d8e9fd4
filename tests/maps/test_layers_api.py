"""What lies on the map for whom: people on duty, live orders, objects of modules, and how full each grid is."""

from datetime import timedelta

import pytest

from backend.core import clock as core_clock
from tests.builders import duty, incidents, modules, orders, people
from tests.builders.incidents import IN_EAST, IN_WEST, draw_map
from tests.cast import CHAOMING, DAOMAO_EAST, DAOMAO_WEST, WULIN, XIANLIN, XIANLIN_WEST, Cast
from tests.client import ActingClient
from tests.maps.conftest import said


@pytest.fixture
def cast(db: object, clock: object) -> Cast:
    made = Cast()
    draw_map()
    return made


def test_a_commander_sees_who_is_on_duty_in_his_street_and_where_they_checked_in(
    client: ActingClient, cast: Cast
) -> None:
    position = {**IN_WEST, "accuracy_m": 10}
    sent = duty.check_in(position=position)
    assert client.as_(cast.grid_worker).post("/api/me/duty", json=sent).status_code == 200
    duty.on_duty(cast.volunteer, "standby")
    duty.on_duty(cast.wulin_worker)
    found = said(client.as_(cast.chaoming_commander).get("/api/map/people"))
    there = {one["name"]: one for one in found["items"]}
    assert set(there) == {"陈小河", "林夏"}
    assert found["is_cut"] is False
    here = there["陈小河"]
    assert (here["lng_wgs84"], here["lat_wgs84"], here["is_measured"]) == (*IN_WEST.values(), True)
    assert (there["林夏"]["kind"], there["林夏"]["is_measured"]) == ("standby", False)
    assert abs(there["林夏"]["lng_wgs84"] - 120.171) < 0.002


def test_who_went_home_is_not_on_the_map_and_workers_do_not_watch_each_other(client: ActingClient, cast: Cast) -> None:
    duty.on_duty(cast.grid_worker)
    core_clock.hold(core_clock.now() + timedelta(hours=13))
    assert said(client.as_(cast.chaoming_commander).get("/api/map/people"))["items"] == []
    assert client.as_(cast.grid_worker).get("/api/map/people").status_code == 403


def test_live_orders_are_seen_by_who_watches_and_by_whom_they_are_for(client: ActingClient, cast: Cast) -> None:
    orders.plans()
    made = orders.order(cast.chaoming_commander, DAOMAO_WEST)
    for person, is_watched in ((cast.chaoming_duty, True), (cast.grid_worker, False)):
        [one] = said(client.as_(person).get("/api/map/orders"))["items"]
        assert (one["id"], one["is_watched"], one["severity"]) == (str(made["id"]), is_watched, made["severity"])
        assert [area["code"] for area in one["place"]["areas"]] == [DAOMAO_WEST]
        assert one["headline"] == {language: made["texts"][language]["headline"] for language in ("zh", "en")}
        assert {*one["assembly_points"][0]} >= {"name", "lng", "lat"}
    assert said(client.as_(cast.wulin_commander).get("/api/map/orders"))["items"] == []


def test_an_order_that_ended_or_expired_is_no_danger_any_more(client: ActingClient, cast: Cast) -> None:
    orders.plans()
    made = orders.order(cast.chaoming_commander, DAOMAO_WEST)
    commander = client.as_(cast.chaoming_commander)
    people.person("东格网格员", DAOMAO_EAST, "grid_worker")
    orders.order(cast.chaoming_commander, DAOMAO_EAST)
    cleared = commander.post(f"/api/orders/{made['id']}/all-clear", json={"id": orders.body()["id"]})
    assert cleared.status_code == 201, cleared.json
    left = said(commander.get("/api/map/orders"))["items"]
    assert [one["place"]["areas"][0]["code"] for one in left] == [DAOMAO_EAST]
    core_clock.hold(core_clock.now() + timedelta(days=2))
    later = client.as_(cast.chaoming_commander)
    assert said(later.get("/api/map/orders"))["items"] == []


def test_objects_of_a_module_stand_where_they_are_in_their_state(client: ActingClient, cast: Cast) -> None:
    modules.on(CHAOMING)
    modules.on(WULIN)
    modules.entity(cast.grid_worker, DAOMAO_WEST, position=IN_WEST, tenants=40)
    modules.entity(cast.grid_worker, DAOMAO_WEST, address="没有位置的房子")
    modules.entity(cast.wulin_worker, XIANLIN_WEST, position=incidents.IN_XIANLIN)
    found = said(client.as_(cast.chaoming_commander).get("/api/map/objects/rental_housing"))
    placed = {one["label"]: one for one in found["items"]}
    assert set(placed) == {"刀茅巷 12 号 301", "没有位置的房子"}
    crowded = placed["刀茅巷 12 号 301"]
    assert (crowded["state"], crowded["lng_wgs84"], crowded["is_measured"]) == ("red", IN_WEST["lng_wgs84"], True)
    assert "人均不足" in crowded["why"]["zh"]
    assert placed["没有位置的房子"]["is_measured"] is False
    states = found["states"]
    assert [states[0]["code"], states[0]["colour"], states[0]["icon"]] == ["red", "red", "stop"]
    assert {"zh": states[0]["zh"], "en": states[0]["en"]} == {"zh": "红", "en": "Red"}


def test_only_what_lies_in_the_box_comes(client: ActingClient, cast: Cast) -> None:
    modules.on(CHAOMING)
    modules.entity(cast.grid_worker, DAOMAO_WEST, position=IN_WEST)
    commander = client.as_(cast.chaoming_commander)
    for box, count in (("120.17,30.27,120.172,30.272", 1), ("120.18,30.27,120.19,30.272", 0)):
        assert len(said(commander.get(f"/api/map/objects/rental_housing?box={box}"))["items"]) == count
    assert commander.get("/api/map/objects/rental_housing?box=here").status_code == 422
    assert commander.get("/api/map/objects/no_such_module").json["code"] == "module.not_found"


def test_heat_counts_open_cases_by_grid_and_objects_by_area(client: ActingClient, cast: Cast) -> None:
    for point in (IN_WEST, IN_WEST, IN_EAST):
        incidents.reported(cast.grid_worker, point)
    incidents.reported(cast.wulin_worker, incidents.IN_XIANLIN)
    commander = client.as_(cast.chaoming_commander)
    counts = {one["area_code"]: one["count"] for one in said(commander.get("/api/map/heat"))["items"]}
    assert counts == {DAOMAO_WEST: 2, DAOMAO_EAST: 1}
    modules.on(CHAOMING)
    modules.entity(cast.grid_worker, DAOMAO_WEST)
    housing = said(commander.get("/api/map/heat?module=rental_housing"))["items"]
    assert housing == [{"area_code": DAOMAO_WEST, "count": 1}]
    assert said(client.as_(cast.wulin_commander).get("/api/map/heat"))["items"] == [
        {"area_code": XIANLIN_WEST, "count": 1}
    ]
    assert XIANLIN[:9] == WULIN
