"""The reach forecast: who can be reached in which way, what is expected of them, and what is learned from what came."""

from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text, update

from backend.commands.actions import all_clear, cancel
from backend.commands.actions.freeze_forecast import freeze_forecast
from backend.commands.actions.keep_outcomes import keep_outcomes
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.forecast import ForecastPerson, OrderForecast
from backend.commands.models.order import Order
from backend.commands.queries import forecast
from backend.commands.queries.check import check
from backend.commands.queries.report import report
from backend.commands.rules import forecast as rule
from backend.commands.rules.forecast import Past
from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.push.models import PushTest, Subscription
from tests import cast as places
from tests.builders import orders, people
from tests.builders.sent_order import report as said
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")


def ways(order: dict[str, Any], db: SQLAlchemy) -> dict[str, OrderForecast]:
    db.session.expire_all()
    rows = db.session.scalars(select(OrderForecast).where(OrderForecast.order_id == order["id"]))
    return {row.way: row for row in rows}


def with_test(db: SQLAlchemy, who: Person) -> None:
    """His phone has shown a test today."""
    to = orders.phone(who)
    now = core_clock.now()
    shown = {"person_id": who.id, "device_id": to.device_id, "subscription_id": to.id, "state": "shown"}
    db.session.add(PushTest(**shown, shown_at=now, expires_at=now + timedelta(hours=1)))
    db.session.flush()


def issued(cast: Cast) -> dict[str, Any]:
    """With what the job that follows it has frozen."""
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    freeze_forecast(order["id"])
    return order


def answer(db: SQLAlchemy, order: dict[str, Any], *who: Person) -> None:
    take_receipts([said(db.session.get_one(Order, order["id"]), one, "acknowledged") for one in who])


def end(cast: Cast, order: dict[str, Any]) -> None:
    all_clear.all_clear(people.actor(cast.chaoming_commander), order["id"], id=uuid7())


def test_what_nobody_has_measured_is_expected_as_proposed_and_the_more_is_known_the_less_so() -> None:
    assert rule.expected("push", rule.NOTHING) == rule.PRIOR["push"]
    few = Past(orders=1, people=10, acknowledged=10, predicted=0.6, median_s=20.0, brier=0.16)
    many = Past(orders=20, people=10_000, acknowledged=9_000, predicted=0.6, median_s=20.0, brier=0.16)
    assert rule.expected("push", few)[0] == pytest.approx(0.7)
    assert rule.expected("push", many)[0] == pytest.approx(0.9, abs=0.01)
    assert rule.expected("push", many)[1] == pytest.approx(20, abs=0.5)


def test_the_brier_score_is_0_for_who_knew_and_1_for_who_was_sure_of_the_contrary() -> None:
    assert rule.brier(1.0, people=8, acknowledged=8) == 0
    assert rule.brier(1.0, people=8, acknowledged=0) == 1
    assert rule.brier(0.5, people=8, acknowledged=4) == 0.25
    assert rule.brier(0.5, people=0, acknowledged=0) is None


def test_all_ways_together_expect_what_each_of_them_does() -> None:
    told = rule.forecast({"push": 100, "none": 50}, {})
    assert (told["people"], told["expected_people"], told["expected_share"]) == (150, 60, 0.4)
    assert told["expected_s"] == 60
    assert [way["way"] for way in told["ways"]] == ["push", "none"]
    assert rule.forecast({}, {})["expected_share"] is None


def test_tests_and_heartbeats_say_in_which_way_somebody_can_be_reached(db: SQLAlchemy, cast: Cast) -> None:
    with_test(db, cast.grid_worker)
    orders.phone(cast.volunteer)
    old = people.person("久未", places.DAOMAO_WEST, "volunteer")
    silent = orders.phone(old)
    long_ago = core_clock.now() - timedelta(days=8)
    db.session.execute(update(Subscription).where(Subscription.id == silent.id).values(last_seen_at=long_ago))
    people.person("无法", places.DAOMAO_WEST, "volunteer")
    order = issued(cast)
    kept = ways(order, db)
    assert {way: row.people for way, row in kept.items()} == {"push_tested": 1, "push": 1, "push_silent": 1, "sms": 1}
    assert kept["push_tested"].expected_share > kept["push"].expected_share > kept["push_silent"].expected_share


def test_it_stands_there_before_the_tap_and_is_frozen_with_it(db: SQLAlchemy, cast: Cast) -> None:
    with_test(db, cast.grid_worker)
    asked = {
        "plan_code": "road_collapse",
        "status": "Actual",
        "slots": orders.SLOTS,
        "expires_at": None,
        "names": False,
    }
    actor = people.actor(cast.chaoming_commander)
    before = check(actor, **asked, target=orders.target(places.DAOMAO_WEST))["forecast"]
    order = issued(cast)
    frozen = ways(order, db)
    assert {way["way"]: way["people"] for way in before["ways"]} == {way: row.people for way, row in frozen.items()}
    assert before["horizon_s"] == 240


def test_it_is_a_job_of_the_orders_own_transaction_and_twice_is_once(db: SQLAlchemy, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    jobs = db.session.execute(text("SELECT args FROM procrastinate_jobs WHERE task_name = 'commands.freeze_forecast'"))
    assert jobs.scalars().all() == [{"subject_id": str(order["id"])}]
    assert ways(order, db) == {}
    freeze_forecast(order["id"])
    once = {way: row.people for way, row in ways(order, db).items()}
    freeze_forecast(order["id"])
    assert {way: row.people for way, row in ways(order, db).items()} == once == {"sms": 2}


def test_what_the_order_itself_found_to_be_gone_was_counted_on(db: SQLAlchemy, cast: Cast) -> None:
    there = orders.phone(cast.volunteer)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    core_clock.move(2)
    db.session.execute(update(Subscription).where(Subscription.id == there.id).values(gone_at=core_clock.now()))
    freeze_forecast(order["id"])
    assert {way: row.people for way, row in ways(order, db).items()} == {"push": 1, "sms": 1}


def test_forecast_and_outcome_are_compared_once_and_the_next_one_learns_from_it(db: SQLAlchemy, cast: Cast) -> None:
    with_test(db, cast.grid_worker)
    with_test(db, cast.volunteer)
    order = issued(cast)
    core_clock.move(30)
    answer(db, order, cast.grid_worker)
    core_clock.move(300)
    answer(db, order, cast.volunteer)
    assert keep_outcomes() == 0
    end(cast, order)
    assert keep_outcomes() == 1
    assert keep_outcomes() == 0
    row = ways(order, db)["push_tested"]
    assert (row.people, row.acknowledged, row.median_s) == (2, 1, 30)
    assert row.brier == pytest.approx(0.5 * 0.25**2 + 0.5 * 0.75**2)
    assert db.session.scalar(select(func.count()).select_from(ForecastPerson)) == 0
    past = forecast.past("Actual")["push_tested"]
    assert (past.orders, past.people, past.acknowledged, past.predicted) == (1, 2, 1, 0.75)
    assert forecast.past("Exercise") == {}
    told = report(people.actor(cast.chaoming_commander), order["id"])["forecast"]
    assert [(one["way"], one["acknowledged"]) for one in told] == [("push_tested", 1)]


def test_an_order_taken_back_at_once_teaches_nothing(db: SQLAlchemy, cast: Cast) -> None:
    with_test(db, cast.grid_worker)
    order = issued(cast)
    core_clock.move(30)
    cancel.cancel(people.actor(cast.chaoming_commander), order["id"], id=uuid7(), reason="误报")
    core_clock.move(300)
    assert keep_outcomes() == 1
    assert ways(order, db)["push_tested"].acknowledged is None
    assert forecast.past("Actual") == {}
