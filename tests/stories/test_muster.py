"""潮鸣街道集结: one tap calls the volunteers of a street, all are notified, and the line fills although some say no."""

from typing import Any
from uuid import UUID

import pytest

from backend.commands.actions.muster import call_next
from tests.builders import musters, orders, register
from tests.builders.orders import Gateway, names
from tests.cast import CHAOMING, DAOMAO_WEST, DONGHE_WEST, WULIN, XIANLIN_WEST, Cast
from tests.client import ActingClient
from tests.stories.scene import Phone, is_exact, phones

pytestmark = pytest.mark.usefixtures("clock")
#: From the tap until every phone's gateway has taken it (issue 6).
ALLOWED_S = 5


def ready(count: int, area_code: str, *skills: str) -> set[UUID]:
    """Volunteers with a phone."""
    made = musters.some(count, area_code, *skills)
    for one in made:
        orders.phone(one)
    return {one.id for one in made}


def test_a_street_is_mustered_by_one_tap_and_the_line_is_full_although_some_say_no(
    client: ActingClient, cast: Cast, gateway: Gateway, clock: Any
) -> None:
    musters.draw()
    able = ready(12, DAOMAO_WEST, "first_aid") | ready(6, DONGHE_WEST, "first_aid")
    ready(5, DAOMAO_WEST)
    ready(3, XIANLIN_WEST, "first_aid")
    muster = tapped(client, cast, wanted=15, reserve=3)
    clock.move(2)
    ringing = all_are_notified(client, cast, gateway, muster)
    assert set(ringing) < able

    clock.move(30)
    first, second, *rest = ringing.values()
    for phone in (first, second):
        assert phone.report("declined")[0] == 200
    for phone in rest:
        phone.report("acknowledged")
    for who in list(ringing)[:2]:
        call_next.call_next(UUID(muster["id"]), person_id=who)
    stand_ins = phones(client, gateway.deliver())
    assert len(stand_ins) == 2
    assert set(stand_ins) < able - set(ringing)
    for phone in stand_ins.values():
        phone.report("acknowledged")
    line = musters.shown(cast.chaoming_commander, UUID(muster["id"]))["line"]
    assert (line["coming"], line["declined"], line["silent"], line["reserve"], line["missing"]) == (15, 2, 0, 1, 0)
    assert is_exact(muster["id"])


def tapped(client: ActingClient, cast: Cast, **more: Any) -> dict[str, Any]:
    made = musters.body(CHAOMING, skills=["first_aid"], **more)
    reply = client.as_(cast.chaoming_commander).post("/api/musters", json=made)
    assert reply.status_code == 201, reply.json
    return dict(reply.json)


def all_are_notified(client: ActingClient, cast: Cast, gateway: Gateway, muster: dict[str, Any]) -> dict[UUID, Phone]:
    """By one look of the sender, and by the clock within what is allowed; nobody else's phone rings."""
    envelopes = gateway.deliver()
    called = {UUID(one["person_id"]) for one in muster["items"] if not one["is_reserve"]}
    assert names(envelopes) == called
    board = client.as_(cast.chaoming_commander).get(f"/api/orders/{muster['id']}/board").json
    assert board["stamps"]["accepted"] is not None
    assert board["totals"]["accepted"] == len(called) == 15
    assert board["seconds_to_accepted"] is None or board["seconds_to_accepted"] <= ALLOWED_S
    return phones(client, envelopes)


def test_another_street_neither_sees_nor_calls_them(client: ActingClient, cast: Cast, gateway: Gateway) -> None:
    musters.draw()
    ready(2, DAOMAO_WEST)
    register.recorded(cast.volunteer)
    muster = tapped_by(client, cast.chaoming_commander, CHAOMING)
    gateway.deliver()
    address = f"/api/musters/{muster['id']}"
    assert client.as_(cast.wulin_commander).get(address).json["code"] == "muster.not_found"
    refused = client.as_(cast.wulin_commander).post("/api/musters", json=musters.body(WULIN))
    assert refused.json["code"] == "muster.nobody"


def tapped_by(client: ActingClient, who: Any, area: str) -> dict[str, Any]:
    return dict(client.as_(who).post("/api/musters", json=musters.body(area)).json)
