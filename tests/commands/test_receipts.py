"""Taking reports: each once, in any order, with exact counters."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from backend.commands.actions.take_receipts import Taken, take_receipts
from backend.commands.models.order import Order, OrderProgress
from backend.commands.rules.receipt_ladder import REPORTED, State
from backend.commands.rules.receipt_verdict import Report
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.errors import Problem
from backend.core.facts import Fact
from tests.builders import people, tally
from tests.builders.sent_order import delivery_of, receipts_of, report, sent_order
from tests.cast import CHAOMING, DAOMAO, DAOMAO_EAST, DAOMAO_WEST, DONGHE_WEST, Cast

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def cast(db: object) -> Cast:
    return Cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return sent_order(
        cast.commander, [(cast.secretary, DAOMAO), (cast.grid_worker, DAOMAO_WEST), (cast.volunteer, DAOMAO_WEST)]
    )


def take(*reports: Report) -> list[Taken | Problem]:
    return take_receipts(list(reports))


def names(results: list[Taken | Problem]) -> list[str]:
    return [result.code if isinstance(result, Problem) else result.state.name for result in results]


def progress(order: Order) -> OrderProgress:
    return database.session.get_one(OrderProgress, order.id, populate_existing=True)


def test_a_report_is_kept_with_all_its_times(order: Order, cast: Cast, clock) -> None:
    clock.move(30)
    said = report(order, cast.grid_worker, "shown", clock_offset_ms=-1500, device_id=uuid7(), note="东侧封闭")
    [taken] = take(said)
    [kept] = receipts_of(order)
    assert taken == (order.id, State.shown, clock.now())
    assert (kept.device_at, kept.server_at, kept.clock_offset_ms) == (said.device_at, clock.now(), -1500)
    assert (kept.person_id, kept.state, kept.via) == (cast.grid_worker.id, State.shown, "session")
    assert kept.note == "东侧封闭"


def test_a_repeated_report_is_one_report_and_gets_the_same_answer(order: Order, cast: Cast, clock) -> None:
    said = report(order, cast.grid_worker, "acknowledged")
    first = take(said)
    clock.move(3600)
    assert take(said) == first
    assert take(said, said) == first * 2
    assert len(receipts_of(order)) == 1
    assert tally.kept(order.id) == tally.recounted(order.id)


def test_the_same_report_twice_in_one_batch_is_taken_once(order: Order, cast: Cast) -> None:
    said = report(order, cast.grid_worker, "acknowledged")
    assert names(take(said, said)) == ["acknowledged", "acknowledged"]
    assert len(receipts_of(order)) == 1


def test_a_report_that_comes_late_never_takes_a_state_back(order: Order, cast: Cast) -> None:
    assert names(take(report(order, cast.grid_worker, "arrived"))) == ["arrived"]
    assert names(take(report(order, cast.grid_worker, "shown"))) == ["arrived"]
    assert tally.kept(order.id) == {(DAOMAO, 0): 1, (DAOMAO_WEST, 0): 1, (DAOMAO_WEST, State.arrived): 1}


def test_a_later_answer_through_the_session_replaces_the_first(order: Order, cast: Cast, clock) -> None:
    take(report(order, cast.grid_worker, "acknowledged"))
    clock.move(60)
    assert names(take(report(order, cast.grid_worker, "needs_help"))) == ["needs_help"]
    row = delivery_of(order, cast.grid_worker)
    assert (row.state, row.answer, row.answered_at) == (State.needs_help, State.needs_help, clock.now())
    assert tally.kept(order.id) == tally.recounted(order.id)


def test_a_token_answers_once_and_another_answer_needs_a_session(order: Order, cast: Cast) -> None:
    by_token = {"via": "token"}
    assert names(take(report(order, cast.grid_worker, "acknowledged", **by_token))) == ["acknowledged"]
    assert names(take(report(order, cast.grid_worker, "acknowledged", **by_token))) == ["acknowledged"]
    assert names(take(report(order, cast.grid_worker, "needs_help", **by_token))) == ["receipt.token_used"]
    assert names(take(report(order, cast.grid_worker, "shown", **by_token))) == ["acknowledged"]
    assert [kept.state for kept in receipts_of(order)] == [State.acknowledged, State.shown]


def test_two_answers_by_one_token_in_one_batch_are_judged_in_turn(order: Order, cast: Cast) -> None:
    said = [report(order, cast.grid_worker, state, via="token") for state in ("declined", "acknowledged", "declined")]
    assert names(take(*said)) == ["declined", "receipt.token_used", "declined"]


def test_an_answer_by_token_after_one_by_session_is_a_later_answer(order: Order, cast: Cast, clock) -> None:
    take(report(order, cast.grid_worker, "acknowledged"))
    clock.move(60)
    assert names(take(report(order, cast.grid_worker, "needs_help", via="token"))) == ["needs_help"]


def test_who_is_no_recipient_finds_no_order(order: Order, cast: Cast) -> None:
    said = report(order, cast.wulin_worker, "shown")
    assert names(take(said, replace(said, order_id=uuid7()))) == ["order.not_found"] * 2
    assert receipts_of(order) == []


def test_an_id_of_somebody_elses_report_is_refused(order: Order, cast: Cast) -> None:
    said = report(order, cast.grid_worker, "shown")
    assert names(take(said, replace(said, person_id=cast.volunteer.id))) == ["shown", "receipt.id_taken"]
    assert names(take(replace(said, person_id=cast.volunteer.id))) == ["receipt.id_taken"]
    assert delivery_of(order, cast.volunteer).state == State.planned


def test_a_refused_report_harms_none_of_the_others(order: Order, cast: Cast) -> None:
    said = [report(order, who, "acknowledged") for who in (cast.grid_worker, cast.wulin_worker, cast.volunteer)]
    assert names(take(*said)) == ["acknowledged", "order.not_found", "acknowledged"]
    assert tally.kept(order.id) == {(DAOMAO, 0): 1, (DAOMAO_WEST, State.acknowledged): 2}


def test_a_report_after_the_end_is_kept_and_called_late(order: Order, cast: Cast, clock) -> None:
    take(report(order, cast.grid_worker, "shown"))
    clock.hold(order.expires)
    assert names(take(report(order, cast.grid_worker, "acknowledged"))) == ["acknowledged"]
    assert names(take(report(order, cast.volunteer, "shown", via="token"))) == ["receipt.token_expired"]
    assert [fact.data["late"] for fact in facts(order)] == [False, True]


def facts(order: Order) -> list[Fact]:
    query = select(Fact).where(Fact.kind == "receipt.taken", Fact.subject_id == str(order.id)).order_by(Fact.seq)
    return list(database.session.scalars(query))


def test_every_report_leaves_one_fact_with_its_place_and_its_person(order: Order, cast: Cast) -> None:
    said = report(order, cast.grid_worker, "acknowledged")
    take(said, said, report(order, cast.volunteer, "shown"))
    [first, second] = facts(order)
    assert (first.actor_id, first.area_path) == (cast.grid_worker.id, cast.areas[DAOMAO_WEST].path)
    assert first.data == {"receipt_id": str(said.id), "state": "acknowledged", "via": "session", "late": False}
    assert second.data["state"] == "shown"


def test_the_first_of_each_kind_is_stamped_once(order: Order, cast: Cast, clock) -> None:
    start = clock.now()
    for who, state in [(cast.volunteer, "shown"), (cast.grid_worker, "acknowledged"), (cast.volunteer, "arrived")]:
        clock.move(5)
        take(report(order, who, state), report(order, who, state))
    seen = progress(order)
    stamped = (seen.first_shown_at, seen.first_acknowledged_at, seen.first_arrived_at)
    assert [(at - start).total_seconds() for at in stamped] == [5, 10, 15]
    firsts = select(Fact.kind, Fact.actor_id).where(Fact.subject_type == "order").order_by(Fact.seq)
    assert database.session.execute(firsts).all() == [
        ("order.first_shown", cast.volunteer.id),
        ("order.first_acknowledged", cast.grid_worker.id),
        ("order.first_arrived", cast.volunteer.id),
    ]


def test_an_answer_stops_what_is_still_owed_to_that_person_only(order: Order, cast: Cast) -> None:
    take(report(order, cast.grid_worker, "declined"), report(order, cast.volunteer, "shown"))
    assert delivery_of(order, cast.grid_worker).next_try_at is None
    assert delivery_of(order, cast.volunteer).next_try_at is not None


def test_a_batch_takes_the_same_number_of_statements_as_one_report(order: Order, cast: Cast, statements) -> None:
    take(report(order, cast.secretary, "shown"))
    with statements() as one:
        take(report(order, cast.secretary, "opened"))
    with statements() as many:
        take(*(report(order, who, "opened") for who in (cast.grid_worker, cast.volunteer) for _ in range(20)))
    assert len(many) == len(one) <= 10


def test_eight_writers_at_once_leave_exact_counters_and_no_deadlock(app: Flask, committed: object, clock) -> None:
    cast = Cast()
    places = (DAOMAO_WEST, DAOMAO_EAST, DONGHE_WEST, DAOMAO)
    recipients = [(people.person(f"居民{i}", CHAOMING), places[i % 4]) for i in range(60)]
    order = sent_order(cast.commander, recipients)
    dice = Random(20)
    said = [report(order, dice.choice(recipients)[0], dice.choice(sorted(REPORTED)).name) for _ in range(800)]
    said += said[:100]
    dice.shuffle(said)
    database.session.commit()

    def writer(number: int) -> Counter[str]:
        with app.app_context():
            found: Counter[str] = Counter()
            for start in range(number * 10, len(said), 80):
                found.update(names(take_receipts(said[start : start + 10])))
                database.session.commit()
            return found

    with ThreadPoolExecutor(8) as pool:
        outcome = sum(pool.map(writer, range(8)), Counter())
    assert sum(outcome.values()) == 900
    assert not {name for name in outcome if "." in name}
    assert len(receipts_of(order)) == 800
    assert tally.kept(order.id) == tally.recounted(order.id)
    assert sum(tally.kept(order.id).values()) == 60
