"""POST /api/receipts: by session, or by the token of the push."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.commands.models.order import Order
from backend.commands.rules.receipt_token import Holder, seal
from backend.core.db import uuid7
from tests.builders import tally
from tests.builders.sent_order import delivery_of, receipts_of, sent_order
from tests.cast import DAOMAO_WEST, Cast
from tests.conftest import SECRET

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cast(db: object) -> Cast:
    return Cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return sent_order(cast.commander, [(cast.grid_worker, DAOMAO_WEST), (cast.volunteer, DAOMAO_WEST)])


def body(order: Order, state: str, clock, **more: object) -> dict:
    said = {"id": str(uuid7()), "order_id": str(order.id), "state": state, "clock_offset_ms": 0}
    return {**said, "device_at": clock.now().isoformat(), **more}


def token(order: Order, who) -> str:
    return seal(SECRET, Holder(order.id, who.id))


def test_a_session_reports_for_its_own_person(client, cast: Cast, order: Order, clock) -> None:
    said = body(order, "acknowledged", clock, note="已带队出发")
    reply = client.as_(cast.grid_worker).post("/api/receipts", json=said)
    assert reply.status_code == 200
    assert reply.get_json() == {
        "order_id": str(order.id), "state": "acknowledged", "recorded_at": clock.now().isoformat()
    }  # fmt: skip
    [kept] = receipts_of(order)
    assert (kept.person_id, kept.via, kept.note) == (cast.grid_worker.id, "session", "已带队出发")
    assert kept.device_id is not None


def test_a_token_reports_without_a_session(client, cast: Cast, order: Order, clock) -> None:
    said = body(order, "needs_help", clock, token=token(order, cast.volunteer))
    assert client.post("/api/receipts", json=said).get_json()["state"] == "needs_help"
    [kept] = receipts_of(order)
    assert (kept.person_id, kept.via, kept.device_id) == (cast.volunteer.id, "token", None)


def test_a_token_speaks_for_its_person_on_a_phone_that_somebody_else_signed_in_on(
    client, cast: Cast, order: Order, clock
) -> None:
    said = body(order, "acknowledged", clock, token=token(order, cast.volunteer))
    client.as_(cast.grid_worker).post("/api/receipts", json=said)
    assert delivery_of(order, cast.volunteer).state == 40
    assert delivery_of(order, cast.grid_worker).state == 0


def test_a_repeat_gets_the_same_reply_and_counts_once(client, cast: Cast, order: Order, clock) -> None:
    said = body(order, "acknowledged", clock, token=token(order, cast.volunteer))
    replies = []
    for _ in range(3):
        replies.append(client.post("/api/receipts", json=said).get_json())
        clock.move(60)
    assert replies[0] == replies[1] == replies[2]
    assert tally.kept(order.id) == tally.recounted(order.id)


def test_a_second_answer_by_token_is_refused_by_name_and_by_session_is_taken(
    client, cast: Cast, order: Order, clock
) -> None:
    own = token(order, cast.volunteer)
    assert client.post("/api/receipts", json=body(order, "acknowledged", clock, token=own)).status_code == 200
    refused = client.post("/api/receipts", json=body(order, "declined", clock, token=own))
    assert (refused.status_code, refused.get_json()["code"]) == (409, "receipt.token_used")
    clock.move(5)
    changed = client.as_(cast.volunteer).post("/api/receipts", json=body(order, "declined", clock))
    assert changed.get_json()["state"] == "declined"


def refused(client, said: dict) -> tuple[int, str]:
    reply = client.post("/api/receipts", json=said)
    return reply.status_code, reply.get_json()["code"]


def test_without_session_and_token_nobody_reports(client, order: Order, clock) -> None:
    assert refused(client, body(order, "shown", clock)) == (401, "actor.unknown")
    assert refused(client, body(order, "shown", clock, token="")) == (401, "receipt.token_invalid")


def test_a_token_of_another_order_or_another_secret_is_refused(client, cast: Cast, order: Order, clock) -> None:
    other = seal(SECRET, Holder(uuid7(), cast.volunteer.id))
    forged = seal(SECRET[::-1], Holder(order.id, cast.volunteer.id))
    for bad in (other, forged, "x" * 89):
        assert refused(client, body(order, "shown", clock, token=bad)) == (401, "receipt.token_invalid")


def test_a_token_ends_with_its_order(client, cast: Cast, order: Order, clock) -> None:
    own = token(order, cast.volunteer)
    clock.hold(order.expires - timedelta(seconds=1))
    assert client.post("/api/receipts", json=body(order, "shown", clock, token=own)).status_code == 200
    clock.hold(order.expires)
    assert refused(client, body(order, "opened", clock, token=own)) == (401, "receipt.token_expired")


def test_a_token_cannot_say_that_somebody_arrived(client, cast: Cast, order: Order, clock) -> None:
    said = body(order, "arrived", clock, token=token(order, cast.volunteer))
    assert refused(client, said) == (401, "receipt.needs_session")


def test_who_is_no_recipient_finds_no_order(client, cast: Cast, order: Order, clock) -> None:
    assert refused(client.as_(cast.wulin_worker), body(order, "shown", clock)) == (404, "order.not_found")
    stranger = seal(SECRET, Holder(order.id, uuid7()))
    assert refused(client, body(order, "shown", clock, token=stranger)) == (404, "order.not_found")


@pytest.mark.parametrize(
    "bad",
    [
        {"state": "planned"}, {"state": "accepted"}, {"state": "superseded"}, {"state": None}, {"id": "1"},
        {"device_at": "2026-03-02T09:00:00"}, {"device_at": "0001-01-01T00:00:00+14:00"}, {"clock_offset_ms": 10**30},
        {"clock_offset_ms": "0.5"}, {"note": "长" * 501}, {"person_id": str(uuid7())}, {"token": "x" * 201},
    ],
)  # fmt: skip
def test_a_malformed_report_is_refused_with_its_field(client, cast: Cast, order: Order, clock, bad: dict) -> None:
    reply = client.as_(cast.grid_worker).post("/api/receipts", json=body(order, "shown", clock) | bad)
    assert (reply.status_code, reply.get_json()["code"]) == (422, "request.invalid")
    assert next(iter(bad)) in reply.get_json()["errors"]["json"]


def test_a_phone_whose_clock_was_never_set_answers_all_the_same(client, cast: Cast, order: Order, clock) -> None:
    years = datetime(1970, 1, 1, 0, 5, tzinfo=UTC) - clock.now()
    said = body(order, "acknowledged", clock, clock_offset_ms=int(years.total_seconds() * 1000))
    said["device_at"] = "1970-01-01T00:05:00Z"
    assert client.as_(cast.grid_worker).post("/api/receipts", json=said).status_code == 200
    assert delivery_of(order, cast.grid_worker).answered_at == clock.now()
