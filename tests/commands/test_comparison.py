"""An order beside the last drill of its plan, and the moments at which places were answered."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.order import Order, OrderProgress
from backend.commands.models.plan import Plan, PlanVersion
from backend.commands.queries import answered_places, board, comparison
from backend.commands.rules.closure import is_overdue
from backend.commands.rules.comparison import MOMENTS_S, shares
from backend.core import clock as product_clock
from backend.core.db import db as database
from backend.identity.models import Person
from tests.builders import people
from tests.builders.sent_order import report, sent_order
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DISTRICT, WULIN, XIANLIN_WEST, Cast

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cast(db: object) -> Cast:
    return Cast()


def street(cast: Cast) -> list[tuple[Person, str]]:
    return [(cast.secretary, DAOMAO), (cast.grid_worker, DAOMAO_WEST)]


def district(cast: Cast) -> list[tuple[Person, str]]:
    return [*street(cast), (cast.wulin_worker, XIANLIN_WEST)]


def drill(cast: Cast, to: list[tuple[Person, str]], **more: object) -> Order:
    return sent_order(cast.commander, to, status="Exercise", **more)


def say(order: Order, who: Person, state: str, after_s: float) -> None:
    take_receipts([report(order, who, state, at=order.sent + timedelta(seconds=after_s))])


def compared(who: Person, order: Order) -> dict:
    return comparison.comparison(people.actor(who), order.id)


def by_moment(measured: dict) -> dict[int, float | None]:
    return dict(zip(MOMENTS_S, measured["shares"], strict=True))


def test_shares_are_said_for_moments_that_have_come_and_where_there_is_somebody() -> None:
    counts = dict.fromkeys(MOMENTS_S, 3)
    assert shares(counts, people=4, elapsed_s=57) == [0.75] * 4 + [None] * 4
    assert shares(counts, people=0, elapsed_s=9_999) == [None] * 8


def test_an_order_is_held_beside_the_last_drill_of_its_plan_and_place(cast: Cast, clock) -> None:
    drill(cast, district(cast))
    clock.move(3_600)
    last = drill(cast, district(cast))
    clock.move(3_600)
    say(last, cast.secretary, "acknowledged", 15)
    say(last, cast.grid_worker, "declined", 20)
    say(last, cast.wulin_worker, "arrived", 290)
    stamped = update(OrderProgress).where(OrderProgress.order_id == last.id)
    database.session.execute(stamped.values(all_accepted_at=last.sent + timedelta(seconds=8)))
    order = sent_order(cast.commander, district(cast))
    clock.move(60)
    say(order, cast.grid_worker, "acknowledged", 9)
    shown = compared(cast.commander, order)
    assert (shown["moments"], shown["drill"]["order_id"], shown["drill"]["people"]) == (list(MOMENTS_S), last.id, 3)
    third = pytest.approx(1 / 3)
    assert by_moment(shown["drill"]) == {
        10: 0, 20: third, 30: third, 57: third, 120: third, 300: 2 * third.expected, 600: 2 / 3, 1800: 2 / 3,
    }  # fmt: skip
    assert by_moment(shown["order"]) == {
        10: third, 20: third, 30: third, 57: third, 120: None, 300: None, 600: None, 1800: None,
    }  # fmt: skip
    assert (shown["drill"]["seconds_to_accepted"], shown["order"]["seconds_to_accepted"]) == (45.0, None)


def test_a_street_is_held_beside_its_own_part_of_a_drill_of_the_district(cast: Cast, clock) -> None:
    whole = drill(cast, district(cast))
    clock.move(600)
    say(whole, cast.wulin_worker, "acknowledged", 5)
    order = sent_order(cast.chaoming_commander, street(cast))
    shown = compared(cast.chaoming_commander, order)
    assert (shown["drill"]["order_id"], shown["drill"]["people"]) == (whole.id, 2)
    assert by_moment(shown["drill"])[10] == 0, "the other street's answers are not told"


@pytest.mark.parametrize("how", ["real", "other_place", "later", "own_chain", "other_plan", "last_word"])
def test_what_is_no_earlier_drill_of_this_plan_and_place_is_not_held_beside_it(cast: Cast, clock, how: str) -> None:
    if how == "later":
        order = sent_order(cast.commander, street(cast))
        clock.move(5)
    if how == "other_plan":
        database.session.execute(insert(Plan).values(code="flood", current_version=1))
        row = {"plan_code": "flood", "version": 1, "content": {}, "digest": "0", "source": "catalogue"}
        row["loaded_at"] = product_clock.now()
        database.session.execute(insert(PlanVersion).values(row))
    first = {
        "real": lambda: sent_order(cast.commander, street(cast)),
        "other_place": lambda: drill(cast, [(cast.wulin_worker, XIANLIN_WEST)]),
        "later": lambda: drill(cast, street(cast)),
        "own_chain": lambda: drill(cast, street(cast)),
        "other_plan": lambda: drill(cast, street(cast), plan_code="flood"),
        "last_word": lambda: drill(cast, street(cast), kind="correction"),
    }[how]()
    clock.move(60)
    if how == "own_chain":
        chain = {"root_id": first.id, "references_id": first.id, "sequence": 1, "kind": "update", "msg_type": "Update"}
        order = drill(cast, street(cast), **chain)
    elif how != "later":
        order = sent_order(cast.commander, street(cast))
    assert compared(cast.commander, order)["drill"] is None


def test_a_drill_that_did_not_come_here_is_none_of_this_street_s(cast: Cast, clock) -> None:
    """Of a grid of Wulin: within the district's order, yet Chaoming sees neither."""
    drill(cast, [(cast.wulin_worker, XIANLIN_WEST)])
    clock.move(60)
    order = sent_order(cast.commander, district(cast))
    assert compared(cast.commander, order)["drill"] is not None
    assert compared(cast.chaoming_commander, order)["drill"] is None
    assert compared(cast.wulin_commander, order)["drill"]["people"] == 1


def moments(who: Person, order: Order, node: str | None = None) -> dict:
    found = answered_places.answered_places(people.actor(who), order.id, node=node)
    seconds = {one["area_code"]: one["answered_at"] and (one["answered_at"] - order.sent).total_seconds()
               for one in found["items"]}  # fmt: skip
    return {**found, "items": seconds}


def test_a_place_was_answered_when_its_quorum_and_its_responsible_person_were_both_there(cast: Cast, clock) -> None:
    everybody = [people.person(f"居民{number}", DAOMAO_WEST) for number in range(4)]
    to = [(cast.grid_worker, DAOMAO_WEST), *((one, DAOMAO_WEST) for one in everybody)]
    order = sent_order(cast.commander, [*to, (cast.secretary, DAOMAO)], quorum=0.6)
    clock.move(600)
    for number, one in enumerate(everybody[:3]):
        say(order, one, "acknowledged", 10 * (number + 1))
    assert moments(cast.commander, order)["items"] == {DAOMAO: None, DAOMAO_WEST: None}
    say(order, cast.grid_worker, "acknowledged", 15)
    assert moments(cast.commander, order)["items"] == {DAOMAO: None, DAOMAO_WEST: 20}
    assert moments(cast.commander, order)["seconds_to_answered"] is None
    say(order, cast.secretary, "acknowledged", 50)
    shown = moments(cast.commander, order)
    assert (shown["items"], shown["seconds_to_answered"]) == ({DAOMAO: 50, DAOMAO_WEST: 20}, 50.0)
    assert shown["answered_allowed"] == board.board(people.actor(cast.commander), order.id)["answered_allowed"] == 300
    say(order, cast.secretary, "declined", 70)
    assert moments(cast.commander, order)["items"] == {DAOMAO: None, DAOMAO_WEST: 20}


def test_what_the_board_calls_answered_has_a_moment_and_nothing_else_has(cast: Cast, clock) -> None:
    order = sent_order(
        cast.commander,
        [(cast.chaoming_commander, CHAOMING), *district(cast), (cast.volunteer, DAOMAO_WEST)],
        quorum=0.5,
    )
    clock.move(100)
    for number, one in enumerate((cast.grid_worker, cast.secretary, cast.wulin_worker, cast.chaoming_commander)):
        say(order, one, "acknowledged", 10 + number)
        for node in (None, DISTRICT, CHAOMING, DAOMAO, WULIN):
            shown = board.board(people.actor(cast.commander), order.id, node=node)
            answered = {line["area_code"] for line in shown["nodes"] if line["answered"]}
            answered |= {shown["node"]} if shown["is_answered"] else set()
            found = moments(cast.commander, order, node)
            assert {code for code, at in found["items"].items() if at is not None} == answered
            assert (found["seconds_to_answered"] is not None) == shown["all_answered"]


def test_a_place_without_an_answer_is_overdue_once_its_deadline_has_passed(cast: Cast, clock) -> None:
    order = sent_order(cast.commander, [*street(cast), (cast.volunteer, DAOMAO_EAST)])
    take_receipts([report(order, cast.grid_worker, "acknowledged")])

    def overdue() -> dict[str, bool]:
        shown = board.board(people.actor(cast.commander), order.id)
        return {"": shown["is_overdue"]} | {node["area_code"]: node["is_overdue"] for node in shown["nodes"]}

    clock.move(300)
    assert overdue() == {"": False, DAOMAO_WEST: False, DAOMAO_EAST: False}
    clock.move(1)
    assert overdue() == {"": True, DAOMAO_WEST: False, DAOMAO_EAST: True}
    ended = update(OrderProgress).where(OrderProgress.order_id == order.id)
    database.session.execute(ended.values(ended_at=order.sent + timedelta(seconds=200), ended_reason="cancelled"))
    assert overdue() == {"": False, DAOMAO_WEST: False, DAOMAO_EAST: False}


def test_an_order_that_ended_in_time_is_never_overdue() -> None:
    now = product_clock.now()
    due, before, later = now - timedelta(minutes=1), now - timedelta(minutes=2), now - timedelta(seconds=30)
    overdue = [is_overdue(answered=False, deadline_at=due, at=now, ended_at=at) for at in (None, before, later)]
    assert overdue == [True, False, True]
    assert not is_overdue(answered=True, deadline_at=due, at=now, ended_at=None)
