"""Drills over HTTP: who may, what comes back, and whose they are."""

from datetime import timedelta

import pytest

from backend.commands.actions.drills.finish import finish_ended
from backend.core.db import uuid7
from tests import cast as places
from tests.builders import drills, orders
from tests.cast import Cast
from tests.client import ActingClient

pytestmark = pytest.mark.usefixtures("clock")


def planned(client: ActingClient, by: object, body: dict) -> dict:
    reply = client.as_(by).post("/api/drills", json=body)
    assert reply.status_code == 201, reply.json
    return dict(reply.json)


def ids(client: ActingClient, who: object, query: str = "") -> list[str]:
    reply = client.as_(who).get(f"/api/drills{query}")
    assert reply.status_code == 200, reply.json
    return [drill["id"] for drill in reply.json["items"]]


def test_a_drill_is_planned_and_found_again(client: ActingClient, cast: Cast) -> None:
    body = drills.body(places.CHAOMING)
    drill = planned(client, cast.chaoming_commander, body)
    assert (drill["id"], drill["state"], drill["people"], drill["may_run"]) == (body["id"], "planned", 6, True)
    assert drill["plan_title"]["zh"] == "道路塌陷疏散"
    assert drill["texts"]["zh"]["headline"].startswith("【演练】")
    assert drill["places"] == [
        {"area_code": places.CHAOMING, "name_zh": "区划330103005", "name_en": "Area 330103005", "people": 6}
    ]
    assert [item["kind"] for item in drill["story"]] == ["drill.planned"]
    assert (drill["result"], drill["streets"], drill["earlier"], drill["cause"]) == (None, [], [], None)
    assert client.as_(cast.chaoming_commander).get(f"/api/drills/{drill['id']}").json == drill


def test_a_repeated_plan_gives_the_same_reply_and_plans_once(client: ActingClient, cast: Cast) -> None:
    commander, key, body = client.as_(cast.chaoming_commander), uuid7(), drills.body(places.DAOMAO)
    assert (
        commander.post("/api/drills", json=body, key=key).json == commander.post("/api/drills", json=body, key=key).json
    )
    again = commander.post("/api/drills", json=body)
    assert (again.status_code, again.json["code"]) == (409, "drill.id_taken")
    assert ids(client, cast.chaoming_commander) == [body["id"]]


def test_drills_are_seen_by_whoever_watches_one_of_their_places(client: ActingClient, cast: Cast) -> None:
    drill = planned(client, cast.chaoming_commander, drills.body(places.DAOMAO))
    for who in (cast.chaoming_commander, cast.chaoming_duty, cast.commander, cast.secretary):
        assert ids(client, who) == [drill["id"]], who.name
    address = f"/api/drills/{drill['id']}"
    assert ids(client, cast.wulin_commander) == []
    for what in (("GET", ""), ("POST", "/start"), ("POST", "/call-off")):
        body = {"reason": "x"} if what[1] == "/call-off" else None
        refused = client.as_(cast.wulin_commander).open(what[0], address + what[1], json=body)
        assert (refused.status_code, refused.json["code"]) == (404, "drill.not_found")
    assert client.as_(cast.grid_worker).get("/api/drills").status_code == 403


def test_who_commands_a_part_sees_it_and_neither_starts_it_nor_calls_it_off(client: ActingClient, cast: Cast) -> None:
    drill = planned(client, cast.commander, drills.body(places.DISTRICT))
    secretary = client.as_(cast.secretary)
    shown = secretary.get(f"/api/drills/{drill['id']}").json
    assert shown["may_run"] is False
    # Only what lies in her own community is counted for her.
    assert [(place["area_code"], place["people"]) for place in shown["places"]] == [(places.CHAOMING, 3)]
    for verb, body in (("start", None), ("call-off", {"reason": "x"})):
        refused = secretary.post(f"/api/drills/{drill['id']}/{verb}", json=body)
        assert (refused.status_code, refused.json["code"]) == (403, "actor.forbidden")
    officer = client.as_(cast.chaoming_duty).post("/api/drills", json=drills.body(places.CHAOMING))
    assert officer.status_code == 403


def test_a_result_shows_a_part_its_own_streets_only(client: ActingClient, cast: Cast, clock) -> None:
    drill = planned(client, cast.commander, drills.body(places.DISTRICT, in_s=None))
    clock.move(4 * drills.HOUR_S)
    assert finish_ended() == 1
    address = f"/api/drills/{drill['id']}"
    whole = client.as_(cast.commander).get(address).json
    assert [street["area_code"] for street in whole["streets"]] == [places.WULIN, places.CHAOMING]
    part = client.as_(cast.chaoming_commander).get(address).json
    assert [street["area_code"] for street in part["streets"]] == [places.CHAOMING]
    assert part["result"] == whole["result"]
    assert places.WULIN not in str(client.as_(cast.chaoming_commander).get("/api/drills").json)


def test_what_is_to_come_and_what_is_over_are_told_apart(client: ActingClient, cast: Cast) -> None:
    who = cast.chaoming_commander
    later = planned(client, who, drills.body(places.DAOMAO, in_s=7_200))["id"]
    sooner = planned(client, who, drills.body(places.DAOMAO))["id"]
    off = planned(client, who, drills.body(places.DAOMAO, in_s=9_000))["id"]
    reply = client.as_(who).post(f"/api/drills/{off}/call-off", json={"reason": "台风过境"})
    assert (reply.json["state"], reply.json["cause"]) == ("called_off", "person")
    assert reply.json["story"][-1]["reason"] == "台风过境"
    assert ids(client, who, "?when=upcoming") == [sooner, later]
    assert ids(client, who, "?when=past") == [off]
    first = client.as_(who).get("/api/drills?when=upcoming&limit=1").json
    assert ids(client, who, f"?when=upcoming&limit=1&cursor={first['next_cursor']}") == [later]


def test_a_started_drill_leads_to_its_order(client: ActingClient, cast: Cast) -> None:
    drill = planned(client, cast.chaoming_commander, drills.body(places.DAOMAO))
    started = client.as_(cast.commander).post(f"/api/drills/{drill['id']}/start")
    assert (started.status_code, started.json["state"]) == (200, "started")
    order = client.as_(cast.chaoming_commander).get(f"/api/orders/{started.json['order_id']}").json
    assert (order["status"], order["issuer"]["name"]) == ("Exercise", "沈岚")
    mine = client.as_(cast.grid_worker).get(f"/api/me/orders/{order['id']}").json
    assert mine["status"] == "Exercise"


def test_real_orders_and_drills_are_listed_apart(client: ActingClient, cast: Cast) -> None:
    real = orders.order(cast.chaoming_commander, places.DAOMAO)["id"]
    practised = planned(client, cast.chaoming_commander, drills.body(places.DAOMAO, in_s=None))["order_id"]
    commander = client.as_(cast.chaoming_commander)
    for status, expected in (("Actual", str(real)), ("Exercise", practised)):
        found = commander.get(f"/api/orders?status={status}").json["items"]
        assert [order["id"] for order in found] == [expected]
    assert commander.get("/api/orders?status=Test").status_code == 422


def test_a_test_of_the_lines_is_refused_as_an_actual_order(client: ActingClient, cast: Cast) -> None:
    of_lines = {"plan_code": "communication_test", "slots": {"phone": "19900000000"}}
    commander = client.as_(cast.chaoming_commander)
    body = orders.body(places.DAOMAO, **of_lines)
    refused = commander.post("/api/orders", json=body)
    assert (refused.status_code, refused.json["code"]) == (422, "order.test_is_a_drill")
    asked = {name: body[name] for name in ("plan_code", "slots", "target", "status")}
    for status, is_faulty in (("Actual", True), ("Exercise", False)):
        checked = commander.post("/api/orders/check", json={**asked, "status": status}).json
        assert ("test_is_a_drill" in {finding["code"] for finding in checked["lint"]}) is is_faulty


def test_a_drill_for_the_year_after_next_or_without_a_name_is_refused(client: ActingClient, cast: Cast, clock) -> None:
    commander = client.as_(cast.chaoming_commander)
    late = (clock.now() + timedelta(days=400)).isoformat()
    for more, code in (
        ({"starts_at": late}, "drill.starts_too_late"),
        ({"id": "00000000-0000-4000-8000-000000000000"}, "drill.bad_id"),
        ({"name": "  "}, "request.invalid"),
        ({"repeats": "daily"}, "request.invalid"),
    ):
        refused = commander.post("/api/drills", json=drills.body(places.DAOMAO, **more))
        assert (refused.status_code, refused.json["code"]) == (422, code)
