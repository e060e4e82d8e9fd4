"""Orders over HTTP: who may, what comes back, and what a repetition does."""

import base64
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from backend.areas.models import Area
from backend.commands.models.delivery import Delivery
from backend.core.db import uuid7
from tests import cast as places
from tests.builders import orders
from tests.cast import Cast
from tests.client import ActingClient


def test_a_commander_sees_the_plans_and_a_worker_does_not(client: ActingClient, cast: Cast) -> None:
    listed = client.as_(cast.chaoming_commander).get("/api/plans")
    assert listed.status_code == 200, listed.json
    codes = [plan["code"] for plan in listed.json["items"]]
    assert codes == [
        "communication_test",
        "elevator_trapped",
        "fire",
        "gas_leak",
        "muster",
        "road_collapse",
        "typhoon_flooding",
    ]
    assert client.as_(cast.chaoming_duty).get("/api/plans/fire").json["version"] == 1
    assert client.as_(cast.grid_worker).get("/api/plans").status_code == 403
    assert client.as_(cast.commander).get("/api/plans/flood").json["code"] == "plan.not_found"


def test_an_order_is_issued_and_found_again(client: ActingClient, cast: Cast) -> None:
    commander = client.as_(cast.chaoming_commander)
    stamps = {"opened": "2026-03-02T09:00:00+08:00", "confirmed": "2026-03-02T09:00:45+08:00"}
    exclude = {"areas": [], "people": [str(cast.chaoming_admin.id)]}
    body = orders.body(target=orders.target(places.CHAOMING, exclude=exclude), stamps=stamps)
    issued = commander.post("/api/orders", json=body)
    assert issued.status_code == 201, issued.json
    order = issued.json
    assert order["id"] == body["id"]
    assert order["msg_type"] == "Alert"
    assert order["state"] == "live"
    # commander, duty officer, secretary, grid worker, volunteer; the security admin is left out
    assert order["people"] == 5
    assert order["target"] == body["target"]
    assert order["stamps"]["confirmed"].startswith("2026-03-02T09:00:45")
    assert "潮鸣路与刀茅巷路口" in order["texts"]["zh"]["instruction"]
    assert [point["area_code"] for point in order["assembly_points"]] == [places.CHAOMING]
    assert commander.get(f"/api/orders/{order['id']}").json == order
    assert [one["id"] for one in commander.get("/api/orders?state=live").json["items"]] == [order["id"]]
    assert commander.get("/api/orders?state=expired").json["items"] == []


def test_a_repeated_issue_gives_the_same_reply_and_sends_once(client: ActingClient, cast: Cast) -> None:
    commander, key, body = client.as_(cast.chaoming_commander), uuid7(), orders.body(places.CHAOMING)
    first = commander.post("/api/orders", json=body, key=key)
    again = commander.post("/api/orders", json=body, key=key)
    assert again.json == first.json
    other_key = commander.post("/api/orders", json=body)
    assert (other_key.status_code, other_key.json["code"]) == (409, "order.id_taken")
    [listed] = commander.get("/api/orders").json["items"]
    assert first.json.items() <= listed.items()
    assert (listed["in_view"], listed["answered"]) == (first.json["people"], 0)


def test_the_street_next_door_sees_nothing_and_ends_nothing(client: ActingClient, cast: Cast, db: SQLAlchemy) -> None:
    order = client.as_(cast.chaoming_commander).post("/api/orders", json=orders.body(places.CHAOMING)).json
    stranger = client.as_(cast.wulin_commander)
    assert stranger.get("/api/orders").json["items"] == []
    assert stranger.get(f"/api/orders/{order['id']}").status_code == 404
    for verb, more in (("cancel", {"reason": "x"}), ("all-clear", {}), ("update", {"slots": orders.SLOTS})):
        refused = stranger.post(f"/api/orders/{order['id']}/{verb}", json={"id": str(uuid7()), **more})
        assert (refused.status_code, refused.json["code"]) == (404, "order.not_found")
    assert client.as_(cast.commander).get(f"/api/orders/{order['id']}").status_code == 200
    assert client.as_(cast.wulin_worker).get("/api/me/orders").json["items"] == []
    assert client.as_(cast.wulin_worker).get(f"/api/me/orders/{order['id']}").status_code == 404


@pytest.mark.parametrize("area", [places.WULIN, places.DISTRICT, "330199001"])
def test_an_area_outside_the_own_subtree_is_not_found(client: ActingClient, cast: Cast, area: str) -> None:
    commander = client.as_(cast.chaoming_commander)
    target = orders.target(places.CHAOMING, exclude={"areas": [area], "people": []})
    for body in (orders.body(area), orders.body(target=target)):
        refused = commander.post("/api/orders", json=body)
        assert (refused.status_code, refused.json["code"]) == (404, "area.not_found")


def test_a_duty_officer_watches_but_does_not_command(client: ActingClient, cast: Cast) -> None:
    order = client.as_(cast.chaoming_commander).post("/api/orders", json=orders.body(places.CHAOMING)).json
    officer = client.as_(cast.chaoming_duty)
    assert officer.get(f"/api/orders/{order['id']}").status_code == 200
    assert officer.post("/api/orders", json=orders.body(places.CHAOMING)).status_code == 403
    cancel = officer.post(f"/api/orders/{order['id']}/cancel", json={"id": str(uuid7()), "reason": "x"})
    assert cancel.status_code == 403


def test_who_commands_a_part_sees_the_whole_order_but_does_not_end_it(client: ActingClient, cast: Cast) -> None:
    order = client.as_(cast.chaoming_commander).post("/api/orders", json=orders.body(places.CHAOMING)).json
    secretary = client.as_(cast.secretary)
    assert secretary.get(f"/api/orders/{order['id']}").status_code == 200
    refused = secretary.post(f"/api/orders/{order['id']}/all-clear", json={"id": str(uuid7())})
    assert (refused.status_code, refused.json["code"]) == (403, "actor.forbidden")


def test_my_orders_carry_my_own_state(client: ActingClient, cast: Cast) -> None:
    order = client.as_(cast.chaoming_commander).post("/api/orders", json=orders.body(places.DAOMAO_WEST)).json
    mine = client.as_(cast.volunteer).get("/api/me/orders").json["items"]
    assert [one["id"] for one in mine] == [order["id"]]
    assert mine[0]["my"] == {"state": "planned", "answer": None, "answered_at": None}
    assert client.as_(cast.volunteer).get(f"/api/me/orders/{order['id']}").json == mine[0]
    assert client.as_(cast.chaoming_duty).get("/api/me/orders").json["items"] == []


def test_a_recipient_is_not_told_who_else_was_meant_or_left_out(client: ActingClient, cast: Cast) -> None:
    body = orders.body(places.DAOMAO_WEST)
    order = client.as_(cast.chaoming_commander).post("/api/orders", json=body).json
    mine = client.as_(cast.grid_worker).get(f"/api/me/orders/{order['id']}").json
    assert {"target", "stamps", "people"} & set(order) == {"target", "stamps", "people"}
    assert not {"target", "stamps", "people"} & set(mine)


def test_a_recipient_is_told_where_and_whom_to_call(client: ActingClient, cast: Cast) -> None:
    circle = {"lng": 120.175, "lat": 30.272, "radius_m": 120.0}
    corners = [[120.1, 30.2], [120.3, 30.2], [120.3, 30.4], [120.1, 30.2]]
    polygon = {"type": "Polygon", "coordinates": [corners]}
    exclude = {"areas": [], "people": [str(cast.chaoming_admin.id)]}
    areas = (places.DAOMAO_WEST, places.DAOMAO)
    target = orders.target(*areas, circle=circle, polygon=polygon, roles=("grid_worker",), exclude=exclude)
    order = client.as_(cast.chaoming_commander).post("/api/orders", json=orders.body(target=target)).json
    mine = client.as_(cast.grid_worker).get(f"/api/me/orders/{order['id']}").json
    assert mine["place"] == order["place"]
    assert (mine["place"]["circle"], mine["place"]["polygon"]) == (circle, polygon)
    named = [(area["code"], area["name_zh"], area["level"]) for area in mine["place"]["areas"]]
    assert named == [
        (places.DAOMAO, f"区划{places.DAOMAO}", "community"),
        (places.DAOMAO_WEST, f"区划{places.DAOMAO_WEST}", "grid"),
    ]
    assert set(mine["place"]) == {"polygon", "circle", "areas"}
    assert mine["duty_phone"] == orders.SLOTS["phone"]


def test_an_order_keeps_the_names_of_its_places(client: ActingClient, cast: Cast, db: SQLAlchemy) -> None:
    commander = client.as_(cast.chaoming_commander)
    order = commander.post("/api/orders", json=orders.body(places.DAOMAO)).json
    db.session.get_one(Area, places.DAOMAO).name_zh = "新刀茅巷社区"
    db.session.flush()
    assert commander.get(f"/api/orders/{order['id']}").json["place"] == order["place"]
    update = commander.post(f"/api/orders/{order['id']}/update", json={"id": str(uuid7()), "slots": orders.SLOTS}).json
    assert [area["name_zh"] for area in update["place"]["areas"]] == ["新刀茅巷社区"]


def test_a_cursor_with_a_number_for_an_id_is_refused_by_name(client: ActingClient, cast: Cast) -> None:
    cursor = base64.urlsafe_b64encode(b'["2026-03-02T01:00:00+00:00",5]').decode()
    refused = client.as_(cast.chaoming_commander).get("/api/orders", query_string={"cursor": cursor})
    assert (refused.status_code, refused.json["code"]) == (400, "request.cursor")


def test_a_drawing_is_kept_without_what_was_sent_along(client: ActingClient, cast: Cast) -> None:
    corners = [[120.1, 30.2, 10**30], [120.3, 30.2], [120.3, 30.4], [120.1, 30.2, 10**30]]
    drawn = {"type": "Polygon", "coordinates": [corners], "more": [[[]]]}
    body = orders.body(places.DAOMAO)
    body["target"]["polygon"] = drawn
    order = client.as_(cast.chaoming_commander).post("/api/orders", json=body)
    assert order.status_code == 201, order.json
    bare = [[120.1, 30.2], [120.3, 30.2], [120.3, 30.4], [120.1, 30.2]]
    assert order.json["target"]["polygon"] == {"type": "Polygon", "coordinates": [bare]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"plan_version": 2}, "plan.changed"),
        ({"plan_code": "flood"}, "plan.not_found"),
        ({"slots": {"place": "x"}}, "order.slot_missing"),
        ({"slots": {**orders.SLOTS, "colour": "x"}}, "order.slot_unknown"),
        ({"slots": {**orders.SLOTS, "place": "长" * 17}}, "order.slot_too_long"),
        ({"target": orders.target()}, "order.resolves_to_nobody"),
        ({"target": orders.target(places.DONGHE)}, "order.resolves_to_nobody"),
        ({"target": orders.target(circle={"lng": 120.2, "lat": 30.3, "radius_m": 1})}, "target.radius_out_of_bounds"),
        ({"target": orders.target(polygon={"type": "Point"})}, "target.polygon_malformed"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "order.expires_in_the_past"),
        ({"expires_at": "2096-01-01T00:00:00Z"}, "order.expires_too_late"),
        ({"id": "0b9b7e3e-7a4f-4d6f-8f3c-2f1d6a1b2c3d"}, "order.bad_id"),
        ({"status": "Test"}, "request.invalid"),
        ({"stamps": {"opened": "yesterday"}}, "request.invalid"),
        ({"slots": {"place": 7}}, "request.invalid"),
    ],
)
def test_an_unfit_order_is_refused_by_name(
    client: ActingClient, cast: Cast, db: SQLAlchemy, changes: dict[str, object], code: str
) -> None:
    refused = client.as_(cast.chaoming_commander).post("/api/orders", json=orders.body(places.CHAOMING, **changes))
    assert refused.json["code"] == code
    assert 400 <= refused.status_code < 500
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 0


def test_the_three_ways_to_end_an_order(client: ActingClient, cast: Cast) -> None:
    commander = client.as_(cast.chaoming_commander)
    for verb, more, kind, state in (
        ("update", {"slots": {**orders.SLOTS, "radius": "200米"}, "note": "扩大"}, "update", "superseded"),
        ("cancel", {"reason": "误报"}, "correction", "cancelled"),
        ("all-clear", {}, "all_clear", "cleared"),
    ):
        order = commander.post("/api/orders", json=orders.body(places.CHAOMING)).json
        ended = commander.post(f"/api/orders/{order['id']}/{verb}", json={"id": str(uuid7()), **more})
        assert ended.status_code == 201, ended.json
        assert (ended.json["kind"], ended.json["references"]) == (kind, order["id"])
        assert ended.json["plan_code"] == order["plan_code"]
        assert commander.get(f"/api/orders/{order['id']}").json["state"] == state
        again = commander.post(f"/api/orders/{order['id']}/{verb}", json={"id": str(uuid7()), **more})
        assert (again.status_code, again.json["code"]) == (409, "order.not_live")


def test_an_update_of_an_update_is_the_only_one_that_can_be_ended(client: ActingClient, cast: Cast) -> None:
    commander = client.as_(cast.chaoming_commander)
    first = commander.post("/api/orders", json=orders.body(places.CHAOMING)).json
    second = commander.post(f"/api/orders/{first['id']}/update", json={"id": str(uuid7()), "slots": orders.SLOTS}).json
    assert (second["root"], second["sequence"]) == (first["id"], 1)
    third = commander.post(f"/api/orders/{second['id']}/all-clear", json={"id": str(uuid7())}).json
    assert (third["root"], third["sequence"], third["references"]) == (first["id"], 2, second["id"])
    refused = commander.post(f"/api/orders/{third['id']}/cancel", json={"id": str(uuid7()), "reason": "x"})
    assert (refused.status_code, refused.json["code"]) == (409, "order.last_word")
    assert UUID(third["id"])
