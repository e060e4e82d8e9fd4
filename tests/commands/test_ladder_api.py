"""The ladder over HTTP: the countdown of the board, the step of each person, answers for somebody else."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from backend.commands.actions.knock_doors import knock_doors
from backend.core.db import uuid7
from tests import cast as places
from tests.builders import orders
from tests.builders.ladder import Channel
from tests.cast import Cast
from tests.client import ActingClient
from tests.stories.scene import reports

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def sms(cast: Cast) -> Channel:
    channel = Channel("sms")
    channel.live()
    return channel


def test_the_board_counts_down_to_the_next_step(client: ActingClient, cast: Cast, sms: Channel, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    desk = client.as_(cast.chaoming_commander)

    def ladder() -> dict:
        return dict(desk.get(f"/api/orders/{order['id']}/ladder").json)

    clock.move(10)
    shown = ladder()
    assert (shown["silent"], shown["next"]["channel"], shown["next"]["people"]) == (2, "sms", 2)
    assert [step["channel"] for step in shown["steps"]] == ["sms", "voice", "door_knock"]
    assert reports(client, cast.grid_worker, str(order["id"]), "acknowledged") == 200
    assert ladder()["next"]["people"] == 1
    clock.move(20)
    sms.say(sms.deliver(), "delivered")
    shown = ladder()
    step = shown["steps"][0]
    assert (step["told"], step["delivered"], step["under_way"], step["failed"], step["left"]) == (1, 1, 0, 0, 0)
    assert (shown["next"]["channel"], shown["next"]["people"]) == ("voice", 1)
    assert reports(client, cast.volunteer, str(order["id"]), "safe") == 200
    assert ladder()["next"] is None


def test_the_names_say_at_which_step_everybody_is(client: ActingClient, cast: Cast, sms: Channel, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    assert reports(client, cast.grid_worker, str(order["id"]), "acknowledged") == 200
    clock.move(30)
    sms.say(sms.deliver(), "needs_help")
    found = client.as_(cast.chaoming_commander).get(f"/api/orders/{order['id']}/recipients").json["items"]
    steps = {one["name"]: (one["step"], one["answered_via"]) for one in found}
    assert steps == {
        cast.grid_worker.name: (None, "session"),
        cast.volunteer.name: ({"step": 1, "channel": "sms", "state": "accepted"}, "sms"),
    }


def test_another_street_sees_neither_the_ladder_nor_the_doors(client: ActingClient, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    for what in ("ladder", "door-knocks"):
        reply = client.as_(cast.wulin_commander).get(f"/api/orders/{order['id']}/{what}")
        assert (reply.status_code, reply.json["code"]) == (404, "order.not_found")


def test_a_door_is_listed_and_answered_over_http(client: ActingClient, cast: Cast, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    assert reports(client, cast.grid_worker, str(order["id"]), "acknowledged") == 200
    clock.move(120)
    knock_doors()
    worker = client.as_(cast.grid_worker)
    [knock] = worker.get("/api/me/door-knocks").json["items"]
    assert (knock["name"], knock["phone"], knock["reason"]) == (cast.volunteer.name, cast.volunteer.phone, "same_grid")
    assert (knock["state"], knock["area_code"]) == ("open", places.DAOMAO_WEST)
    reply = worker.post(f"/api/me/door-knocks/{knock['id']}/answer", json={"id": str(uuid7()), "outcome": "safe"})
    assert (reply.status_code, reply.json["state"]) == (200, "safe")
    [seen] = client.as_(cast.chaoming_commander).get(f"/api/orders/{order['id']}/door-knocks").json["items"]
    assert (seen["state"], seen["worker"]["name"]) == ("safe", cast.grid_worker.name)


def test_the_desk_answers_for_somebody_it_phoned(client: ActingClient, db: SQLAlchemy, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    address = f"/api/orders/{order['id']}/recipients/{cast.volunteer.id}/answer"
    body = {"id": str(uuid7()), "state": "acknowledged", "note": "电话已通知"}
    assert client.as_(cast.chaoming_duty).post(address, json=body).json["state"] == "acknowledged"
    refused = client.as_(cast.volunteer).post(address, json={**body, "id": str(uuid7())})
    assert refused.status_code == 403
