"""叫应: a street answers after a reminder, one who set out needs help and is taken care of, all within time."""

from collections.abc import Callable
from uuid import UUID

import pytest

from tests.builders import help as help_recount
from tests.builders import orders
from tests.builders.orders import Gateway, names
from tests.cast import DAOMAO, DAOMAO_WEST, Cast
from tests.client import ActingClient
from tests.stories.scene import Desk, is_exact, phones, reports, said

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def desk(client: ActingClient, cast: Cast) -> Desk:
    return Desk(client, cast.chaoming_commander)


def test_a_community_answers_after_a_reminder_and_nobody_who_needs_help_is_lost(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk, clock
) -> None:
    for person in (cast.secretary, cast.grid_worker, cast.volunteer):
        orders.phone(person)
    drill = desk.issue(target=orders.target(DAOMAO), status="Exercise")
    gateway.deliver()
    clock.move(15)
    assert reports(client, cast.secretary, drill["id"], "acknowledged") == 200
    clock.move(3_600)
    order = desk.issue(target=orders.target(DAOMAO), tapped_s=40)
    street = client.as_(cast.chaoming_commander)

    def ask(what: str) -> dict:
        return dict(street.get(f"/api/orders/{order['id']}/{what}").json)

    gateway.deliver()
    clock.move(9)
    assert reports(client, cast.grid_worker, order["id"], "en_route") == 200
    one_who_set_out_needs_help(client, cast, order["id"], ask, clock)
    the_silent_are_reminded(client, cast, gateway, order["id"], ask, clock)
    compared = ask("comparison")
    assert (compared["drill"]["order_id"], compared["drill"]["people"]) == (drill["id"], 3)
    assert compared["order"]["shares"][:5] == [0, 0, 0, pytest.approx(1 / 3), None]
    assert is_exact(order["id"])
    assert help_recount.calling(UUID(order["id"])) == help_recount.recounted(UUID(order["id"])) == set()
    told = [kind for kind in desk.timeline() if kind in {"help_call.attended", "order.resent"}]
    assert told == ["help_call.attended", "order.resent"]


def one_who_set_out_needs_help(client: ActingClient, cast: Cast, order_id: str, ask: Callable, clock) -> None:
    clock.move(20)
    plea = said(order_id, "needs_help", note="路口积水，需要冲锋舟")
    assert client.as_(cast.grid_worker).post("/api/receipts", json=plea).status_code == 200
    board = ask("board")
    assert (board["asks_help"], board["totals"]["en_route"], board["totals"]["needs_help"]) == (1, 1, 0)
    [call] = ask("help-calls")["items"]
    assert (call["name"], call["note"]) == ("陈小河", "路口积水，需要冲锋舟")
    duty = client.as_(cast.chaoming_duty)
    address = f"/api/orders/{order_id}/help-calls/{call['id']}/attend"
    assert duty.post(address, json={"note": "冲锋舟已出发"}).status_code == 200
    assert ask("board")["asks_help"] == 0
    clock.move(5)
    assert reports(client, cast.grid_worker, order_id, "acknowledged") == 200


def the_silent_are_reminded(
    client: ActingClient, cast: Cast, gateway: Gateway, order_id: str, ask: Callable, clock
) -> None:
    clock.move(26)
    told = client.as_(cast.chaoming_duty).post(f"/api/orders/{order_id}/resend", json={}).json
    assert (told["people"], told["unreached"]) == (2, 0)
    again = gateway.deliver()
    assert names(again) == {cast.secretary.id, cast.volunteer.id}
    assert ask("board")["all_answered"] is False
    clock.move(40)
    for phone in phones(client, again).values():
        assert phone.report("acknowledged")[0] == 200
    board, places = ask("board"), ask("places")
    assert (board["all_answered"], places["seconds_to_answered"]) == (True, 100.0)
    assert places["seconds_to_answered"] <= places["answered_allowed"]
    assert {one["area_code"] for one in places["items"]} == {DAOMAO, DAOMAO_WEST}
