"""潮鸣街道道路塌陷: from one tap to the all-clear, and everything in between by the clock."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from backend.core import clock as product_clock
from tests.builders import orders
from tests.builders.orders import Gateway, names
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, Cast
from tests.client import ActingClient
from tests.stories.scene import Desk, Phone, is_exact, phones, reports, some

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def desk(client: ActingClient, cast: Cast) -> Desk:
    return Desk(client, cast.chaoming_commander)


def test_a_road_collapses_in_chaoming_and_everybody_answers_until_the_all_clear(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk, clock
) -> None:
    recipients = [cast.secretary, cast.grid_worker, cast.volunteer]
    for person in recipients:
        orders.phone(person)
    order = desk.issue(target=orders.target(DAOMAO), tapped_s=45)
    assert (order["people"], order["state"]) == (3, "live")
    ringing = it_is_handed_over_within_57_seconds(client, gateway, desk, clock)
    assert set(ringing) == {person.id for person in recipients}
    everybody_answers(client, cast, desk, ringing, clock)
    for state in ("en_route", "arrived", "done"):
        clock.move(90)
        assert reports(client, cast.grid_worker, order["id"], state) == 200
    assert some(desk.board()["totals"]) == {"acknowledged": 2, "done": 1}

    clock.move(60)
    cleared = desk.end("all-clear", note="塌陷处已封闭")
    assert (cleared["kind"], cleared["references"], cleared["people"]) == ("all_clear", order["id"], 3)
    assert names(gateway.deliver()) == {person.id for person in recipients}
    it_is_written_down_from_the_first_tap_to_the_last(desk)
    assert is_exact(order["id"])
    assert is_exact(cleared["id"])


def it_is_handed_over_within_57_seconds(client: ActingClient, gateway: Gateway, desk: Desk, clock) -> dict[UUID, Phone]:
    assert desk.board()["seconds_to_accepted"] is None
    clock.move(6)
    envelopes = gateway.deliver()
    board = desk.board()
    assert (board["seconds_to_accepted"], board["seconds_allowed"]) == (51.0, 57)
    assert some(board["totals"]) == {"accepted": 3}
    return phones(client, envelopes)


def everybody_answers(client: ActingClient, cast: Cast, desk: Desk, ringing: dict[UUID, Phone], clock) -> None:
    clock.move(1)
    for phone in ringing.values():
        assert phone.report("shown")[0] == 200
    assert some(desk.board()["totals"]) == {"shown": 3}

    clock.move(20)
    assert ringing[cast.grid_worker.id].report("acknowledged")[1]["state"] == "acknowledged"
    assert ringing[cast.volunteer.id].report("needs_help")[1]["state"] == "needs_help"
    board = desk.board()
    assert (board["answered"], board["is_answered"]) == (2, False)
    [west] = board["nodes"]
    # Who needs help has answered, but nothing is settled there.
    assert (west["area_code"], west["answered"], west["answered_people"]) == (DAOMAO_WEST, False, 2)
    assert west["responsible"]["state"] == "acknowledged"
    assert desk.unanswered() == ["吴桂芳"]

    clock.move(60)
    for person in (cast.secretary, cast.volunteer):
        assert reports(client, person, desk.order["id"], "acknowledged") == 200
    board = desk.board()
    assert (board["answered"], board["is_answered"], desk.unanswered()) == (3, True, [])
    assert product_clock.now() - clock_of(board["stamps"]["queued"]) <= timedelta(minutes=5)


def it_is_written_down_from_the_first_tap_to_the_last(desk: Desk) -> None:
    board = desk.board()
    assert board["order"]["state"] == "cleared"
    stamps = board["stamps"]
    # A street's own order needs no second person.
    assert [name for name, at in stamps.items() if at is None] == ["approved"]
    in_order = ["opened", "plan_chosen", "area_set", "confirmed", "accepted", "shown", "acknowledged", "arrived"]
    assert [*in_order, "cleared"] == sorted([*in_order, "cleared"], key=lambda name: clock_of(stamps[name]))
    assert desk.timeline() == [
        "stamp.opened", "stamp.plan_chosen", "stamp.area_set", "stamp.confirmed", "order.issued", "order.accepted",
        "order.first_shown", "order.first_acknowledged", "order.first_arrived", "order.cleared", "order.accepted",
    ]  # fmt: skip


def clock_of(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def test_a_receipt_that_arrives_before_its_delivery_was_marked_sent_counts_once(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk, clock
) -> None:
    orders.phone(cast.grid_worker)
    order = desk.issue(target=orders.target(DAOMAO_WEST, roles=("grid_worker",)))
    envelopes = gateway.claim()
    [phone] = phones(client, envelopes).values()
    assert phone.report("acknowledged")[0] == 200
    board = desk.board()
    assert (some(board["totals"]), board["is_answered"]) == ({"acknowledged": 1}, True)
    assert board["stamps"]["accepted"] is None

    clock.move(2)
    gateway.answer(envelopes)
    board = desk.board()
    assert some(board["totals"]) == {"acknowledged": 1}
    assert clock_of(board["stamps"]["accepted"]) - clock_of(board["stamps"]["acknowledged"]) == timedelta(seconds=2)
    assert phone.report("shown")[1]["state"] == "acknowledged"
    assert gateway.claim_all() == []
    assert is_exact(order["id"])


def test_who_answered_while_a_second_try_was_due_is_not_paged_again(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk, clock
) -> None:
    for person in (cast.grid_worker, cast.volunteer):
        orders.phone(person)
    desk.issue(target=orders.target(DAOMAO_WEST))
    envelopes = gateway.claim()
    gateway.answer(envelopes, "retry", status=503, retry_s=30)
    assert phones(client, envelopes)[cast.volunteer.id].report("acknowledged")[0] == 200
    clock.move(31)
    assert names(gateway.claim()) == {cast.grid_worker.id}
    assert desk.unanswered() == ["陈小河"]


def test_the_numbers_of_the_board_are_exact_for_a_whole_street(
    client: ActingClient, cast: Cast, gateway: Gateway, desk: Desk, clock
) -> None:
    everybody = orders.crowd(40, DAOMAO_WEST)
    order = desk.issue(CHAOMING)
    clock.move(3)
    ringing = phones(client, gateway.deliver())
    assert set(ringing) == set(everybody)
    for number, person_id in enumerate(everybody):
        phone = ringing[person_id]
        phone.report("shown")
        if number % 2:
            phone.report("acknowledged" if number % 4 == 1 else "declined")
        if number % 5 == 0:
            phone.report("opened")
    board = desk.board()
    people_without_a_phone = order["people"] - 40
    assert some(board["totals"]) == {
        "planned": people_without_a_phone, "shown": 16, "opened": 4, "acknowledged": 10, "declined": 10,
    }  # fmt: skip
    assert sum(board["totals"].values()) == board["people"] == order["people"]
    assert board["answered"] == 20
    [community] = board["nodes"]
    assert community["area_code"] == DAOMAO
    assert len(desk.unanswered()) == order["people"] - 20
    assert is_exact(order["id"])
