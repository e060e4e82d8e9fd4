"""The board, the no-answer list and the timeline: what they say and who sees how much of it."""

import pytest
from sqlalchemy import insert, update

from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.order import Order, OrderProgress, OrderTally
from backend.commands.queries import board, recipients, timeline
from backend.core.db import db as database
from backend.core.errors import Problem
from backend.identity.models import Person
from tests.builders import people
from tests.builders.sent_order import report, sent_order
from tests.cast import (
    CHAOMING,
    DAOMAO,
    DAOMAO_EAST,
    DAOMAO_WEST,
    DISTRICT,
    DONGHE,
    DONGHE_WEST,
    WULIN,
    XIANLIN,
    XIANLIN_WEST,
    Cast,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cast(db: object) -> Cast:
    return Cast()


@pytest.fixture
def neighbour(cast: Cast) -> Person:
    return people.person("孙桥", DAOMAO_EAST, "grid_worker", lead=True)


@pytest.fixture
def order(cast: Cast, neighbour: Person) -> Order:
    """To two streets: a community's secretary and two grids of it, and one grid of the other street."""
    return sent_order(
        cast.commander,
        [
            (cast.chaoming_commander, CHAOMING),
            (cast.secretary, DAOMAO),
            (cast.grid_worker, DAOMAO_WEST),
            (cast.volunteer, DAOMAO_WEST),
            (neighbour, DAOMAO_EAST),
            (cast.wulin_worker, XIANLIN_WEST),
        ],
        quorum=0.5,
    )


def seen(who: Person, order: Order, node: str | None = None) -> dict:
    return board.board(people.actor(who), order.id, node=node)


def say(order: Order, state: str, *who: Person) -> None:
    take_receipts([report(order, person, state) for person in who])


def by_code(shown: dict) -> dict[str, dict]:
    return {node["area_code"]: node for node in shown["nodes"]}


def some(totals: dict[str, int]) -> dict[str, int]:
    return {state: people for state, people in totals.items() if people}


def refusal(ask) -> str:
    with pytest.raises(Problem) as refused:
        ask()
    return refused.value.code


def test_the_board_of_a_district_has_a_line_for_each_street(cast: Cast, order: Order) -> None:
    shown = seen(cast.commander, order)
    assert shown["node"] == DISTRICT
    assert {code: node["people"] for code, node in by_code(shown).items()} == {CHAOMING: 5, WULIN: 1}
    assert (shown["people"], some(shown["totals"]), shown["answered"]) == (6, {"planned": 6}, 0)


def test_counters_of_grids_are_summed_up_to_every_place_above(cast: Cast, order: Order, neighbour: Person) -> None:
    say(order, "acknowledged", cast.secretary, cast.grid_worker)
    say(order, "needs_help", neighbour)
    say(order, "shown", cast.volunteer)
    chaoming = by_code(seen(cast.commander, order))[CHAOMING]
    assert some(chaoming["totals"]) == {"planned": 1, "shown": 1, "acknowledged": 2, "needs_help": 1}
    assert chaoming["answered_people"] == 3
    daomao = seen(cast.commander, order, DAOMAO)
    assert daomao["people"] == 4
    assert {code: some(node["totals"]) for code, node in by_code(daomao).items()} == {
        DAOMAO_WEST: {"shown": 1, "acknowledged": 1},
        DAOMAO_EAST: {"needs_help": 1},
    }


def test_a_place_is_answered_by_its_responsible_person_and_its_quorum(
    cast: Cast, order: Order, neighbour: Person
) -> None:
    say(order, "acknowledged", cast.volunteer)
    west = by_code(seen(cast.commander, order, DAOMAO))[DAOMAO_WEST]
    assert (west["answered_people"], west["answered"], west["responsible"]["state"]) == (1, False, "planned")
    say(order, "acknowledged", cast.grid_worker)
    assert by_code(seen(cast.commander, order, DAOMAO))[DAOMAO_WEST]["answered"]
    say(order, "acknowledged", cast.secretary, neighbour)
    shown = seen(cast.commander, order, CHAOMING)
    assert by_code(shown)[DAOMAO]["answered"]
    assert not shown["is_answered"]
    assert not by_code(seen(cast.commander, order))[CHAOMING]["answered"]
    say(order, "declined", cast.chaoming_commander)
    chaoming = by_code(seen(cast.commander, order))[CHAOMING]
    assert (chaoming["answered"], chaoming["responsible"]["state"]) == (False, "declined")
    assert chaoming["answered_people"] == chaoming["people"], "who declines has answered, but nothing is settled"
    say(order, "acknowledged", cast.chaoming_commander)
    assert by_code(seen(cast.commander, order))[CHAOMING]["answered"]


def test_a_place_whose_responsible_person_was_not_asked_says_so(cast: Cast) -> None:
    order = sent_order(cast.commander, [(cast.volunteer, DAOMAO_WEST)])
    say(order, "acknowledged", cast.volunteer)
    shown = seen(cast.commander, order)
    assert shown["node"] == DAOMAO_WEST
    [west] = shown["nodes"]
    assert (west["answered"], west["responsible"]["name"], west["responsible"]["state"]) == (False, "陈小河", None)


def test_a_street_sees_its_own_part_of_the_order_only(cast: Cast, order: Order) -> None:
    shown = seen(cast.wulin_commander, order)
    assert (shown["node"], shown["people"]) == (WULIN, 1)
    assert list(by_code(shown)) == [XIANLIN]
    assert refusal(lambda: seen(cast.wulin_commander, order, CHAOMING)) == "area.not_found"
    assert refusal(lambda: seen(cast.wulin_commander, order, DISTRICT)) == "area.not_found"
    assert refusal(lambda: seen(cast.commander, order, DONGHE)) == "area.not_found"


def test_the_issuer_sees_all_of_his_order_after_his_grant_has_shrunk(cast: Cast, order: Order) -> None:
    order = sent_order(cast.wulin_commander, [(cast.grid_worker, DAOMAO_WEST), (cast.wulin_worker, XIANLIN_WEST)])
    assert set(by_code(seen(cast.wulin_commander, order))) == {CHAOMING, WULIN}


def test_an_order_that_did_not_come_here_is_not_found(cast: Cast) -> None:
    order = sent_order(cast.commander, [(cast.grid_worker, DAOMAO_WEST)])
    for ask in (board.board, timeline.timeline):
        assert refusal(lambda ask=ask: ask(people.actor(cast.wulin_commander), order.id)) == "order.not_found"
    assert refusal(lambda: listed(cast.wulin_commander, order)) == "order.not_found"
    assert refusal(lambda: seen(cast.grid_worker, order)) == "order.not_found"


def test_an_analyst_reads_the_board_of_his_subtree(cast: Cast, order: Order) -> None:
    analyst = people.person("顾青", CHAOMING, "analyst")
    assert seen(analyst, order)["node"] == CHAOMING


def test_grants_that_lie_apart_are_shown_side_by_side(cast: Cast, order: Order) -> None:
    both = people.person("高远", DISTRICT)
    for code in (DAOMAO_WEST, WULIN):
        people.grant(both, "duty_officer", code)
    shown = seen(both, order)
    assert (shown["node"], shown["people"], set(by_code(shown))) == (None, 3, {DAOMAO_WEST, WULIN})


def test_the_board_shows_the_stamps_and_the_seconds_since_opening(cast: Cast, order: Order, clock) -> None:
    clock.move(15)
    stamped = update(OrderProgress).where(OrderProgress.order_id == order.id)
    database.session.execute(stamped.values(all_accepted_at=clock.now()))
    clock.move(5)
    say(order, "arrived", cast.grid_worker)
    database.session.execute(stamped.values(ended_at=clock.now(), ended_reason="cleared"))
    shown = seen(cast.commander, order)
    assert (shown["seconds_to_accepted"], shown["seconds_allowed"]) == (52.0, 57)
    seconds = {name: at and round((at - order.sent).total_seconds()) for name, at in shown["stamps"].items()}
    assert seconds == {
        "opened": -37, "plan_chosen": -32, "area_set": -20, "confirmed": 0, "approved": None, "queued": 0,
        "accepted": 15, "shown": 20, "acknowledged": 20, "arrived": 20, "cleared": 20,
    }  # fmt: skip


def test_a_cancelled_order_was_not_cleared(cast: Cast, order: Order, clock) -> None:
    stamped = update(OrderProgress).where(OrderProgress.order_id == order.id)
    database.session.execute(stamped.values(ended_at=clock.now(), ended_reason="cancelled"))
    assert seen(cast.commander, order)["stamps"]["cleared"] is None


def test_the_cost_of_the_board_knows_no_recipients(cast: Cast, order: Order, statements) -> None:
    actor = people.actor(cast.commander)
    with statements() as few:
        board.board(actor, order.id)
    more = [{"order_id": order.id, "node_code": DAOMAO_EAST, "state": s, "people": 50_000} for s in (10, 20, 30)]
    database.session.execute(insert(OrderTally), more)
    with statements() as many:
        shown = board.board(actor, order.id)
    assert shown["totals"]["opened"] == 50_000
    assert len(few) == len(many) <= 6
    assert not any("FROM delivery" in said for said in many)


def listed(who: Person, order: Order, **more: object) -> dict:
    asked = {"node": None, "standing": "unanswered", "cursor": None, "limit": 50, **more}
    return recipients.recipients(people.actor(who), order.id, **asked)


def test_the_unanswered_are_listed_by_place_with_their_numbers(cast: Cast, order: Order, neighbour: Person) -> None:
    say(order, "acknowledged", cast.grid_worker)
    say(order, "opened", cast.volunteer)
    rows = listed(cast.commander, order)["items"]
    assert [row["name"] for row in rows] == ["何青", "沈岚", "吴桂芳", "林夏", "孙桥"]
    volunteer = rows[3]
    assert (volunteer["phone"], volunteer["state"], volunteer["channel"]) == (cast.volunteer.phone, "opened", None)
    assert volunteer["area_name_zh"] == f"区划{DAOMAO_WEST}"
    assert [row["name"] for row in listed(cast.wulin_commander, order)["items"]] == ["何青"]
    assert [row["name"] for row in listed(cast.commander, order, node=DAOMAO_EAST)["items"]] == ["孙桥"]


def test_the_unanswered_are_paged_without_a_gap_or_a_repeat(cast: Cast, order: Order) -> None:
    found, cursor = [], None
    while True:
        page = listed(cast.commander, order, cursor=cursor, limit=2)
        found += [row["person_id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(found) == len(set(found)) == 6


def test_the_timeline_tells_the_taps_and_the_firsts_but_not_every_receipt(cast: Cast, order: Order, clock) -> None:
    clock.move(10)
    say(order, "shown", cast.volunteer, cast.grid_worker)
    clock.move(10)
    say(order, "acknowledged", cast.wulin_worker, cast.grid_worker)
    items = timeline.timeline(people.actor(cast.commander), order.id)
    assert [item["kind"] for item in items] == [
        "stamp.opened", "stamp.plan_chosen", "stamp.area_set", "stamp.confirmed",
        "order.first_shown", "order.first_acknowledged",
    ]  # fmt: skip
    assert [item["who"]["name"] for item in items[-2:]] == ["林夏", "何青"]
    assert items[-2]["node"] == DAOMAO_WEST
    there = timeline.timeline(people.actor(cast.chaoming_commander), order.id)
    assert [item["kind"] for item in there if item["kind"].startswith("order")] == ["order.first_shown"]


def test_over_http_the_board_list_and_timeline_have_their_declared_shapes(client, cast: Cast, order: Order) -> None:
    say(order, "acknowledged", cast.grid_worker)
    commander = client.as_(cast.commander)
    shown = commander.get(f"/api/orders/{order.id}/board?node={DAOMAO}").get_json()
    assert shown["order"]["id"] == str(order.id)
    assert shown["nodes"][0]["totals"]["acknowledged"] == 1
    page = commander.get(f"/api/orders/{order.id}/recipients?standing=unanswered&limit=2").get_json()
    assert len(page["items"]) == 2
    assert page["next_cursor"]
    assert commander.get(f"/api/orders/{order.id}/timeline").get_json()["items"][0]["kind"] == "stamp.opened"


@pytest.mark.parametrize("what", ["board", "places", "recipients", "comparison", "help-calls", "timeline"])
def test_a_worker_is_forbidden_and_a_stranger_is_not_let_in(client, cast: Cast, order: Order, what: str) -> None:
    address = f"/api/orders/{order.id}/{what}"
    assert client.as_(cast.grid_worker).get(address).status_code == 403
    assert client.get(address).status_code == 401
    assert client.as_(cast.commander).get(address).status_code == 200


def test_grids_without_recipients_have_no_line(cast: Cast, order: Order) -> None:
    assert DONGHE_WEST not in by_code(seen(cast.commander, order, CHAOMING))
