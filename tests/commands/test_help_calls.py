"""Calls for help: open for as long as that is a person's last word, whatever his best state; ended by who attends."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.commands.actions.attend import attend
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.help_call import HelpCall
from backend.commands.models.order import Order
from backend.commands.queries import board, help_calls, orders
from backend.commands.rules.help import asks
from backend.commands.rules.receipt_ladder import Standing, State
from backend.core import clock as product_clock
from backend.core.db import db as database
from backend.core.errors import Problem
from backend.core.facts import Fact
from backend.identity.models import Person
from tests.builders import help as help_recount
from tests.builders import people
from tests.builders.sent_order import report, sent_order
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, WULIN, XIANLIN_WEST, Cast

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cast(db: object) -> Cast:
    return Cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return sent_order(
        cast.commander,
        [(cast.secretary, DAOMAO), (cast.grid_worker, DAOMAO_WEST), (cast.volunteer, DAOMAO_WEST),
         (cast.wulin_worker, XIANLIN_WEST)],
    )  # fmt: skip


def say(order: Order, who: Person, *states: str, **more: object) -> None:
    for state in states:
        take_receipts([report(order, who, state, **more)])
    assert help_recount.calling(order.id) == help_recount.recounted(order.id)


def calls(who: Person, order: Order, **more: object) -> list[dict]:
    asked = {"node": None, "ended": False, "cursor": None, "limit": 50, **more}
    return help_calls.listed(people.actor(who), order.id, **asked)["items"]


def facts(kind: str) -> int:
    return database.session.scalar(select(func.count()).select_from(Fact).where(Fact.kind == kind))


def refusal(ask) -> str:
    with pytest.raises(Problem) as refused:
        ask()
    return refused.value.code


@pytest.mark.parametrize(
    ("answer", "acted_s", "expected"),
    [("needs_help", None, True), ("needs_help", 9, True), ("needs_help", 10, True), ("needs_help", 11, False),
     ("acknowledged", None, False), ("declined", 5, False)],
)  # fmt: skip
def test_somebody_asks_for_help_while_that_is_his_last_word(answer: str, acted_s: int | None, expected: bool) -> None:
    began = product_clock.now()
    standing = Standing(State.en_route, State[answer], began + timedelta(seconds=10))
    assert asks(standing, None if acted_s is None else began + timedelta(seconds=acted_s)) is expected


def test_who_needs_help_after_he_set_out_is_counted_though_his_best_state_is_higher(
    cast: Cast, order: Order, clock
) -> None:
    say(order, cast.grid_worker, "en_route")
    clock.move(60)
    say(order, cast.grid_worker, "needs_help", note="井盖塌陷,腿受伤")
    shown = board.board(people.actor(cast.commander), order.id)
    assert (shown["asks_help"], shown["totals"]["needs_help"], shown["totals"]["en_route"]) == (1, 0, 1)
    assert {node["area_code"]: node["asks_help"] for node in shown["nodes"]} == {CHAOMING: 1, WULIN: 0}
    [call] = calls(cast.commander, order)
    assert (call["name"], call["phone"], call["note"]) == ("陈小河", cast.grid_worker.phone, "井盖塌陷,腿受伤")
    assert (call["asked_at"], call["state"], call["area_code"]) == (product_clock.now(), "en_route", DAOMAO_WEST)
    assert facts("help_call.opened") == 1


@pytest.mark.parametrize("word", ["acknowledged", "declined", "en_route", "arrived", "done", "safe"])
def test_a_call_ends_when_its_person_says_something_else(cast: Cast, order: Order, clock, word: str) -> None:
    say(order, cast.grid_worker, "needs_help")
    clock.move(30)
    say(order, cast.grid_worker, word)
    assert calls(cast.commander, order) == []
    [ended] = calls(cast.commander, order, ended=True)
    assert (ended["ended_reason"], ended["ended_by"]["name"]) == ("answered", "陈小河")
    assert ended["ended_at"] == product_clock.now()
    assert facts("help_call.ended") == 1


def test_what_only_his_phone_says_ends_no_call(cast: Cast, order: Order, clock) -> None:
    say(order, cast.grid_worker, "needs_help")
    clock.move(30)
    say(order, cast.grid_worker, "shown", "opened")
    assert len(calls(cast.commander, order)) == 1


@pytest.mark.parametrize("words", [["needs_help", "en_route"], ["needs_help", "acknowledged"]])
def test_words_that_arrive_in_the_other_order_open_no_call(cast: Cast, order: Order, clock, words: list[str]) -> None:
    clock.move(100)
    said = [
        report(order, cast.grid_worker, word, at=order.sent + timedelta(seconds=10 * number))
        for number, word in enumerate(words)
    ]
    for one in reversed(said):
        take_receipts([one])
        assert help_recount.calling(order.id) == help_recount.recounted(order.id)
    assert calls(cast.commander, order) == []
    assert calls(cast.commander, order, ended=True) == []


def test_who_asks_twice_calls_once_and_his_newest_words_are_kept(cast: Cast, order: Order, clock) -> None:
    say(order, cast.grid_worker, "needs_help", note="需要担架")
    began = product_clock.now()
    clock.move(20)
    say(order, cast.grid_worker, "needs_help")
    clock.move(20)
    say(order, cast.grid_worker, "needs_help", note="两人受伤")
    [call] = calls(cast.commander, order)
    assert (call["asked_at"], call["note"], facts("help_call.opened")) == (began, "两人受伤", 1)


def test_a_commander_attends_and_only_a_new_word_calls_again(cast: Cast, order: Order, clock) -> None:
    clock.move(10)
    say(order, cast.grid_worker, "needs_help")
    [call] = calls(cast.commander, order)
    clock.move(40)
    street = people.actor(cast.chaoming_commander)
    attended = attend(street, order.id, call["id"], note="已派救护组")
    assert (attended["ended_reason"], attended["ended_note"]) == ("attended", "已派救护组")
    assert attended["ended_by"] == {"id": cast.chaoming_commander.id, "name": "沈岚"}
    assert facts("help_call.attended") == 1
    assert refusal(lambda: attend(street, order.id, call["id"], note=None)) == "help_call.ended"
    clock.move(5)
    take_receipts([report(order, cast.grid_worker, "opened")])
    assert calls(cast.commander, order) == []
    take_receipts([report(order, cast.grid_worker, "needs_help", at=order.sent + timedelta(seconds=5))])
    assert calls(cast.commander, order) == [], "older than the word that was attended to"
    take_receipts([report(order, cast.grid_worker, "needs_help")])
    assert len(calls(cast.commander, order)) == 1


def test_a_call_outlives_the_order_it_was_said_under(cast: Cast, order: Order, clock) -> None:
    """The update asks everybody afresh: until somebody attends, nobody's call is lost by it."""
    say(order, cast.grid_worker, "needs_help")
    clock.move(10)
    chain = {"root_id": order.id, "references_id": order.id, "sequence": 1, "kind": "update", "msg_type": "Update"}
    newer = sent_order(cast.commander, [(cast.grid_worker, DAOMAO_WEST), (cast.volunteer, DAOMAO_WEST)], **chain)
    shown = board.board(people.actor(cast.commander), newer.id)
    assert (shown["asks_help"], shown["answered"]) == (1, 0)
    [call] = calls(cast.commander, newer)
    assert call["order_id"] == order.id
    attend(people.actor(cast.commander), newer.id, call["id"], note=None)
    assert board.board(people.actor(cast.commander), order.id)["asks_help"] == 0


def test_another_street_sees_and_ends_no_call_of_this_one(cast: Cast, order: Order) -> None:
    say(order, cast.grid_worker, "needs_help")
    [call] = calls(cast.commander, order)
    assert calls(cast.wulin_commander, order) == []
    there = people.actor(cast.wulin_commander)
    assert refusal(lambda: attend(there, order.id, call["id"], note=None)) == "help_call.not_found"
    assert refusal(lambda: calls(cast.wulin_commander, order, node=DAOMAO)) == "area.not_found"
    assert board.board(there, order.id)["asks_help"] == 0


def test_who_only_reads_boards_attends_to_nothing(client, cast: Cast, order: Order) -> None:
    analyst = people.person("顾青", CHAOMING, "analyst")
    say(order, cast.grid_worker, "needs_help")
    address = f"/api/orders/{order.id}/help-calls"
    [call] = client.as_(analyst).get(address).json["items"]
    assert client.as_(analyst).post(f"{address}/{call['id']}/attend", json={}).status_code == 403
    duty = client.as_(cast.chaoming_duty).post(f"{address}/{call['id']}/attend", json={"note": "已联系"})
    assert (duty.status_code, duty.json["ended_note"]) == (200, "已联系")


def test_an_attended_call_stands_on_the_timeline_and_an_opened_one_rings(client, cast: Cast, order: Order) -> None:
    say(order, cast.grid_worker, "needs_help")
    [call] = calls(cast.commander, order)
    attend(people.actor(cast.commander), order.id, call["id"], note=None)
    items = client.as_(cast.commander).get(f"/api/orders/{order.id}/timeline").json["items"]
    assert items[-1]["kind"] == "help_call.attended"
    assert (items[-1]["who"]["name"], items[-1]["node"]) == ("周建国", DAOMAO_WEST)
    assert "陈小河" not in str(items[-1]["data"]), "a fact keeps no names"


def test_a_batch_in_which_nobody_ever_needed_help_asks_nothing_about_it(cast: Cast, order: Order, statements) -> None:
    with statements() as said:
        take_receipts([report(order, cast.grid_worker, "acknowledged"), report(order, cast.volunteer, "arrived")])
    assert not any("help_call" in one for one in said)


def test_the_list_of_orders_has_a_ring_for_each_of_what_its_reader_sees(cast: Cast, order: Order, clock) -> None:
    say(order, cast.grid_worker, "needs_help")
    say(order, cast.wulin_worker, "acknowledged")

    def ring(who: Person) -> dict:
        [item] = orders.listed(people.actor(who), state="live", status=None, cursor=None, limit=50)["items"]
        return {
            name: item[name] for name in ("people", "in_view", "answered", "asks_help", "is_answered", "is_overdue")
        }

    assert ring(cast.commander) == {
        "people": 4, "in_view": 4, "answered": 2, "asks_help": 1, "is_answered": False, "is_overdue": False,
    }  # fmt: skip
    assert ring(cast.wulin_commander) == {
        "people": 4, "in_view": 1, "answered": 1, "asks_help": 0, "is_answered": False, "is_overdue": False,
    }  # fmt: skip
    clock.move(301)
    assert ring(cast.commander)["is_overdue"]


def test_the_rings_of_a_list_cost_one_query_however_many_orders_it_has(cast: Cast, order: Order, statements) -> None:
    actor = people.actor(cast.commander)
    asked = {"state": None, "status": None, "cursor": None, "limit": 50}
    with statements() as one:
        orders.listed(actor, **asked)
    for _ in range(4):
        sent_order(cast.commander, [(cast.volunteer, DAOMAO_WEST)])
    with statements() as five:
        assert len(orders.listed(actor, **asked)["items"]) == 5
    assert len(one) == len(five) == 2


def test_no_call_is_ever_open_twice(cast: Cast, order: Order) -> None:
    say(order, cast.grid_worker, "needs_help", "needs_help")
    assert database.session.scalar(select(func.count()).select_from(HelpCall)) == 1
