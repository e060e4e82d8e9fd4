"""Orders that end otherwise: taken back half-way, or never answered; and the street next door."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from backend.commands.actions.expire import expire
from backend.core.db import db as database
from tests.builders import orders
from tests.builders.orders import Gateway, names
from tests.cast import CHAOMING, DAOMAO_WEST, Cast
from tests.client import ActingClient
from tests.stories.scene import Desk, is_exact, phones, reports, said, some

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def desk(client: ActingClient, cast: Cast) -> Desk:
    return Desk(client, cast.chaoming_commander)


def test_an_order_is_cancelled_while_half_of_it_is_unsent(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk, clock
) -> None:
    everybody = set(orders.crowd(1_000, DAOMAO_WEST))
    order = desk.issue(target=orders.target(DAOMAO_WEST, roles=(), exclude=without(cast)))
    assert order["people"] == 1_000
    first_half = gateway.claim(limit=500)
    gateway.answer(first_half)
    ringing = phones(client, first_half)
    early = next(iter(ringing.values()))
    assert early.report("acknowledged")[0] == 200

    clock.move(30)
    correction = desk.end("cancel", reason="误报")
    assert correction["kind"] == "correction"
    board = desk.board()
    assert board["order"]["state"] == "cancelled"
    assert some(board["totals"]) == {"superseded": 500, "accepted": 499, "acknowledged": 1}
    assert board["stamps"]["cleared"] is None

    corrected = gateway.deliver()
    assert names(corrected) == set(ringing)
    assert not names(corrected) & (everybody - set(ringing))
    assert {one.key.order_id for one in corrected} == {UUID(correction["id"])}
    assert {one.topic for one in corrected} == {one.topic for one in first_half}
    assert gateway.claim_all() == []
    assert len(desk.unanswered()) == 200, "one page of the 499 who were told and have not answered"

    late = ringing[next(person for person in ringing if ringing[person] is not early)]
    assert late.report("shown")[0] == 200
    assert some(desk.board()["totals"]) == {"superseded": 500, "accepted": 498, "shown": 1, "acknowledged": 1}
    assert is_exact(order["id"])
    assert "order.cancelled" in desk.timeline()


def without(cast: Cast) -> dict[str, list[str]]:
    return {"areas": [], "people": [str(cast.grid_worker.id), str(cast.volunteer.id)]}


def test_an_order_expires_unanswered_and_is_never_sent_again(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk, clock
) -> None:
    orders.phone(cast.grid_worker)
    order = desk.issue(DAOMAO_WEST)
    envelopes = gateway.claim()
    gateway.answer(envelopes, "retry", status=503, retry_s=3_600)
    [phone] = phones(client, envelopes).values()

    clock.hold(clock_after(order["expires"]))
    assert gateway.claim_all() == []
    assert expire() == 1
    database.session.commit()
    assert expire() == 0
    board = desk.board()
    assert (board["order"]["state"], board["answered"], board["is_answered"]) == ("expired", 0, False)
    assert desk.unanswered() == ["陈小河", "林夏"]
    assert desk.timeline()[-1] == "order.expired"

    status, refused = phone.report("acknowledged")
    assert (status, refused["code"]) == (401, "receipt.token_expired")
    assert reports(client, cast.grid_worker, order["id"], "acknowledged") == 200
    assert some(desk.board()["totals"]) == {"planned": 1, "acknowledged": 1}
    assert gateway.claim_all() == []
    assert is_exact(order["id"])


def clock_after(expires: str) -> datetime:
    return datetime.fromisoformat(expires) + timedelta(seconds=1)


def test_a_worker_and_a_commander_of_another_street_see_nothing_of_it(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk
) -> None:
    orders.phone(cast.wulin_worker)
    orders.phone(cast.grid_worker)
    order = desk.issue(CHAOMING)
    assert names(gateway.deliver()) == {cast.grid_worker.id}
    address = f"/api/orders/{order['id']}"
    worker, commander = client.as_(cast.wulin_worker), client.as_(cast.wulin_commander)
    assert worker.get("/api/me/orders").json["items"] == []
    assert worker.get(f"/api/me/orders/{order['id']}").status_code == 404
    assert commander.get("/api/orders").json["items"] == []
    for what in ("", "/board", "/recipients", "/help-calls", "/places", "/comparison", "/timeline"):
        assert worker.get(address + what).status_code == 403
        assert commander.get(address + what).status_code == 404
    refused = worker.post("/api/receipts", json=said(order["id"], "acknowledged"))
    assert (refused.status_code, refused.json["code"]) == (404, "order.not_found")
    assert desk.board()["answered"] == 0
    district = Desk(client, cast.commander)
    district.order = order
    assert district.board()["people"] == order["people"]
