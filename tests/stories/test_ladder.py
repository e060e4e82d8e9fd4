"""Nobody answers: the order climbs, push, text, call, a knock at the door, as the clock moves; each word stops one."""

import pytest

from backend.commands.actions.knock_doors import knock_doors
from backend.core.db import uuid7
from tests.builders import ladder, orders
from tests.builders.ladder import Channel
from tests.builders.orders import Gateway, names
from tests.cast import DAOMAO_EAST, DAOMAO_WEST, Cast
from tests.client import ActingClient
from tests.stories.scene import Desk, is_exact, reports

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def desk(client: ActingClient, cast: Cast) -> Desk:
    return Desk(client, cast.chaoming_commander)


def test_who_stays_silent_is_told_by_one_channel_after_the_other_until_somebody_stands_at_his_door(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk, clock
) -> None:
    sms, voice = Channel("sms"), Channel("voice")
    for person in (cast.grid_worker, cast.volunteer):
        orders.phone(person)
    order = desk.issue(DAOMAO_WEST, DAOMAO_EAST)

    def next_step() -> tuple[str, int] | None:
        coming = client.as_(cast.chaoming_commander).get(f"/api/orders/{order['id']}/ladder").json["next"]
        return coming and (coming["channel"], coming["people"])

    assert names(gateway.deliver()) == {cast.grid_worker.id, cast.volunteer.id}
    assert next_step() == ("sms", 2)
    clock.move(30)
    texts = sms.deliver()
    assert names(texts) == {cast.grid_worker.id, cast.volunteer.id}
    assert next_step() == ("voice", 2)
    clock.move(10)
    sms.say([one for one in texts if one.subscription_id == cast.grid_worker.id], "acknowledged")
    assert next_step() == ("voice", 1)
    clock.move(20)
    calls = voice.deliver()
    assert names(calls) == {cast.volunteer.id}
    voice.say(calls, "undelivered")
    clock.move(60)
    assert knock_doors() == 1
    assert next_step() is None
    the_neighbour_finds_him(client, cast, clock)
    board = desk.board()
    assert (board["answered"], board["totals"]["safe"], desk.unanswered()) == (2, 1, [])
    assert desk.timeline().count("ladder.begun") == 3
    assert is_exact(order["id"])
    assert ladder.kept(order["id"]) == ladder.recounted(order["id"])
    assert sms.claim() == voice.claim() == []
    assert reports(client, cast.volunteer, order["id"], "acknowledged") == 200
    assert is_exact(order["id"])


def the_neighbour_finds_him(client: ActingClient, cast: Cast, clock) -> None:
    clock.move(240)
    worker = client.as_(cast.grid_worker)
    [knock] = worker.get("/api/me/door-knocks").json["items"]
    assert (knock["name"], knock["reason"], knock["state"]) == (cast.volunteer.name, "same_grid", "open")
    said = {"id": str(uuid7()), "outcome": "safe", "note": "在家,没听见手机"}
    assert worker.post(f"/api/me/door-knocks/{knock['id']}/answer", json=said).status_code == 200
