"""Doors to knock at: who is asked to go and why, what he finds, and who may answer for whom."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text

from backend.commands import jobs
from backend.commands.actions import answer_door_knock, answer_for, cancel
from backend.commands.actions import knock_doors as knocking
from backend.commands.actions.knock_doors import knock_doors
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.delivery import Delivery, Receipt
from backend.commands.models.ladder import DoorKnock
from backend.commands.models.order import Order
from backend.commands.queries import door_knocks, recipients
from backend.commands.queries.board import board
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db as db_
from backend.core.db import uuid7
from backend.core.errors import Problem
from backend.core.facts import Fact
from backend.identity.models import Person
from backend.push.models import Notice
from tests import cast as places
from tests.builders import duty, ladder, orders, people, tally
from tests.builders.sent_order import report
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")


def answered(db: SQLAlchemy, order: dict, who: Person, state: str = "acknowledged") -> None:
    take_receipts([report(db.session.get_one(Order, order["id"]), who, state)])


def knock_of(db: SQLAlchemy, order: dict, who: Person) -> DoorKnock:
    his = (DoorKnock.order_id == order["id"], DoorKnock.person_id == who.id)
    return db.session.scalars(select(DoorKnock).where(*his).execution_options(populate_existing=True)).one()


def waiting(job: str) -> int:
    count = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = :job")
    return db_.session.scalar(count, {"job": job}) or 0


def is_counted(order: dict) -> bool:
    return ladder.kept(order["id"]) == ladder.recounted(order["id"])


def test_nobody_goes_before_120_s_and_who_answered_is_left_in_peace(db: SQLAlchemy, cast: Cast, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answered(db, order, cast.grid_worker)
    clock.move(119)
    assert knock_doors() == 0
    clock.move(1)
    assert knock_doors() == 1
    assert knock_doors() == 0
    assert knock_of(db, order, cast.volunteer).worker_id == cast.grid_worker.id
    assert is_counted(order)


def test_first_whoever_is_on_duty_in_the_same_grid(db: SQLAlchemy, cast: Cast, clock) -> None:
    warden = people.person("值班网格员", places.DAOMAO_WEST, "grid_worker")
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answered(db, order, cast.grid_worker)
    answered(db, order, warden)
    duty.on_duty(warden)
    clock.move(120)
    knock_doors()
    knock = knock_of(db, order, cast.volunteer)
    assert (knock.worker_id, knock.reason, knock.from_code) == (warden.id, "same_grid", places.DAOMAO_WEST)


def test_then_the_nearest_grid_of_the_community_that_has_answered(db: SQLAlchemy, cast: Cast, clock) -> None:
    neighbour = people.person("东邻网格员", places.DAOMAO_EAST, "grid_worker")
    people.person("别的社区", places.DONGHE_WEST, "grid_worker")
    order = orders.order(cast.chaoming_commander, places.CHAOMING)
    answered(db, order, neighbour)
    duty.on_duty(cast.grid_worker)
    clock.move(120)
    knock_doors()
    knock = knock_of(db, order, cast.volunteer)
    assert (knock.worker_id, knock.reason, knock.from_code) == (neighbour.id, "nearest_grid", places.DAOMAO_EAST)


def test_then_the_officer_and_at_last_nobody_but_the_board(db: SQLAlchemy, cast: Cast, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    clock.move(120)
    knock_doors()
    knock = knock_of(db, order, cast.volunteer)
    assert (knock.worker_id, knock.reason) == (cast.chaoming_duty.id, "duty_officer")
    wulin = orders.order(cast.wulin_commander, places.XIANLIN_WEST)
    clock.move(120)
    knock_doors()
    knock = knock_of(db, wulin, cast.wulin_worker)
    assert (knock.worker_id, knock.reason) == (None, "nobody")
    assert ladder.at(wulin["id"], cast.wulin_worker.id) == {3: "failed"}


@pytest.mark.parametrize("state", ["declined", "needs_help"])
def test_who_declined_or_needs_help_is_sent_nowhere(db: SQLAlchemy, cast: Cast, clock, state: str) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answered(db, order, cast.grid_worker, state)
    duty.on_duty(cast.grid_worker)
    clock.move(120)
    knock_doors()
    assert knock_of(db, order, cast.volunteer).reason == "duty_officer"


def test_the_worker_is_told_once_by_name_and_the_fact_is_kept(db: SQLAlchemy, cast: Cast, clock) -> None:
    other = people.person("李四", places.DAOMAO_WEST, "volunteer")
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST, status="Exercise")
    answered(db, order, cast.grid_worker)
    clock.move(120)
    assert knock_doors() == 2
    notice = db.session.scalars(select(Notice).where(Notice.kind == "door_knock")).one()
    assert (notice.person_id, notice.navigate) == (cast.grid_worker.id, "/door-knocks")
    assert notice.texts["zh"]["title"] == "【演练】请上门叫应2人"
    assert {name in notice.texts["zh"]["body"] for name in (cast.volunteer.name, other.name)} == {True}
    facts = db.session.scalars(select(Fact.data).where(Fact.kind == "door_knock.opened")).all()
    assert {fact["reason"] for fact in facts} == {"same_grid"}
    assert len(facts) == 2


def test_what_is_found_counts_as_the_persons_answer_and_silences_nobody_else(db: SQLAlchemy, cast: Cast, clock) -> None:
    other = people.person("李四", places.DAOMAO_WEST, "volunteer")
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answered(db, order, cast.grid_worker)
    clock.move(120)
    knock_doors()
    worker = people.actor(cast.grid_worker)
    clock.move(60)
    shown = answer_door_knock.answer_door_knock(
        worker, knock_of(db, order, cast.volunteer).id, id=uuid7(), outcome="safe", note="在家,安全"
    )
    assert (shown["state"], shown["name"]) == ("safe", cast.volunteer.name)
    [kept] = db.session.scalars(select(Receipt).where(Receipt.person_id == cast.volunteer.id)).all()
    assert (kept.via, kept.by_id, kept.state) == ("behalf", cast.grid_worker.id, State.safe)
    seen = board(people.actor(cast.chaoming_commander), order["id"])
    assert (seen["answered"], seen["totals"]["safe"]) == (2, 1)
    assert knock_of(db, order, other).ended_at is None
    assert tally.kept(order["id"]) == tally.recounted(order["id"])


def test_help_found_at_a_door_is_a_call_for_help(db: SQLAlchemy, cast: Cast, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answered(db, order, cast.grid_worker)
    clock.move(120)
    knock_doors()
    knock = knock_of(db, order, cast.volunteer)
    answer_door_knock.answer_door_knock(
        people.actor(cast.grid_worker), knock.id, id=uuid7(), outcome="needs_help", note="腿伤"
    )
    assert board(people.actor(cast.chaoming_commander), order["id"])["asks_help"] == 1


def test_where_nobody_opened_he_is_as_silent_as_before_and_may_be_met_later(db: SQLAlchemy, cast: Cast, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answered(db, order, cast.grid_worker)
    clock.move(120)
    knock_doors()
    worker, knock = people.actor(cast.grid_worker), knock_of(db, order, cast.volunteer)
    answer_door_knock.answer_door_knock(worker, knock.id, id=uuid7(), outcome="not_home", note=None)
    assert board(people.actor(cast.chaoming_commander), order["id"])["answered"] == 1
    answer_door_knock.answer_door_knock(worker, knock.id, id=uuid7(), outcome="safe", note=None)
    assert board(people.actor(cast.chaoming_commander), order["id"])["answered"] == 2
    with pytest.raises(Problem, match=r"door_knock\.ended"):
        answer_door_knock.answer_door_knock(worker, knock.id, id=uuid7(), outcome="safe", note=None)


def test_only_whoever_was_asked_to_go_says_what_he_found(db: SQLAlchemy, cast: Cast, clock) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answered(db, order, cast.grid_worker)
    clock.move(120)
    knock_doors()
    knock = knock_of(db, order, cast.volunteer)
    for stranger in (cast.volunteer, cast.wulin_worker, cast.chaoming_duty):
        with pytest.raises(Problem, match=r"door_knock\.not_found"):
            answer_door_knock.answer_door_knock(people.actor(stranger), knock.id, id=uuid7(), outcome="safe", note=None)


def test_a_word_of_his_own_makes_the_way_needless_and_an_end_takes_it_off_the_list(
    db: SQLAlchemy, cast: Cast, clock
) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    answered(db, order, cast.grid_worker)
    clock.move(120)
    knock_doors()
    worker = people.actor(cast.grid_worker)
    assert [one["state"] for one in door_knocks.mine(worker, cursor=None, limit=10)["items"]] == ["open"]
    answered(db, order, cast.volunteer)
    assert [one["state"] for one in door_knocks.mine(worker, cursor=None, limit=10)["items"]] == ["answered"]
    commander = people.actor(cast.chaoming_commander)
    cancel.cancel(commander, order["id"], id=uuid7(), reason="误报")
    assert door_knocks.mine(worker, cursor=None, limit=10)["items"] == []
    seen = door_knocks.of_order(commander, order["id"], node=None, cursor=None, limit=10)["items"]
    assert [(one["state"], one["worker"]["name"]) for one in seen] == [("answered", cast.grid_worker.name)]


def test_who_sees_a_person_may_answer_for_him_and_is_named(db: SQLAlchemy, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    officer, commander = people.actor(cast.chaoming_duty), people.actor(cast.chaoming_commander)
    answer_for.answer_for(officer, order["id"], cast.volunteer.id, id=uuid7(), state="acknowledged", note="电话")
    found = recipients.recipients(commander, order["id"], node=None, standing="all", cursor=None, limit=10)["items"]
    shown = {one["name"]: (one["answer"], one["answered_via"], one["answered_by"]) for one in found}
    assert shown == {
        cast.volunteer.name: ("acknowledged", "behalf", cast.chaoming_duty.name),
        cast.grid_worker.name: (None, None, None),
    }


def test_nobody_answers_for_strangers_or_for_himself(db: SQLAlchemy, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    for stranger in (cast.wulin_worker, cast.wulin_commander, cast.volunteer):
        with pytest.raises(Problem, match=r"recipient\.not_found"):
            answer_for.answer_for(
                people.actor(stranger), order["id"], cast.grid_worker.id, id=uuid7(), state="safe", note=None
            )
    with pytest.raises(Problem, match=r"recipient\.yourself"):
        answer_for.answer_for(
            people.actor(cast.grid_worker), order["id"], cast.grid_worker.id, id=uuid7(), state="safe", note=None
        )
    with pytest.raises(Problem, match=r"recipient\.not_found"):
        answer_for.answer_for(
            people.actor(cast.grid_worker), order["id"], cast.wulin_worker.id, id=uuid7(), state="safe", note=None
        )


def test_however_many_doors_there_are_they_are_all_given_out_hand_by_hand(
    db: SQLAlchemy, cast: Cast, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knocking, "AT_ONCE", 10)
    orders.crowd(24, places.DONGHE_WEST)
    order = orders.order(cast.chaoming_commander, places.DONGHE)
    clock.move(120)
    hands = 0
    jobs.knock_at_doors()
    while waiting("commands.knock_at_more_doors") > hands:
        hands += 1
        jobs.knock_at_more_doors()
    people_there = db.session.scalar(select(func.count()).select_from(Delivery).where(Delivery.order_id == order["id"]))
    assert db.session.scalar(select(func.count()).select_from(DoorKnock)) == people_there
    assert hands == people_there // 10
    assert is_counted(order)
