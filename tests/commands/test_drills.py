"""Drills planned, started, called off and finished: what is frozen, what is refused, what is told."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.commands.actions import all_clear, update
from backend.commands.actions.drills import adopt, call_off, start
from backend.commands.actions.drills.finish import finish_ended
from backend.commands.actions.drills.run_due import run_due
from backend.commands.actions.load_plans import load_plans
from backend.commands.catalogue.reader import read_all
from backend.commands.models.delivery import Delivery
from backend.commands.models.drill import Drill, DrillAudience
from backend.commands.models.order import Order
from backend.commands.models.plan import Plan
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.errors import Problem
from backend.core.facts import Fact
from backend.identity.models import Person, RoleGrant
from backend.push.models import Notice
from tests.builders import drills, orders, people
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, DISTRICT, WULIN, Cast

pytestmark = pytest.mark.usefixtures("clock")


def order_of(drill: Drill) -> Order:
    return database.session.get_one(Order, drill.order_id)


def asked(drill: Drill) -> set[UUID]:
    return set(database.session.scalars(select(Delivery.person_id).where(Delivery.order_id == drill.order_id)))


def story(drill: Drill) -> list[tuple[str, str | None]]:
    facts = select(Fact).where(Fact.subject_type == "drill", Fact.subject_id == str(drill.id)).order_by(Fact.seq)
    return [(fact.kind.removeprefix("drill."), fact.data.get("cause")) for fact in database.session.scalars(facts)]


def told(who: Person) -> list[tuple[str, str]]:
    """Personal notices to somebody: kind and title."""
    notices = database.session.scalars(select(Notice).where(Notice.person_id == who.id).order_by(Notice.id))
    return [(notice.kind, notice.texts["zh"]["title"]) for notice in notices]


def drills_kept() -> list[Drill]:
    return list(database.session.scalars(select(Drill).order_by(Drill.starts_at)))


def revoke_all(who: Person, clock) -> None:
    for grant in database.session.scalars(select(RoleGrant).where(RoleGrant.person_id == who.id)):
        grant.revoked_at = clock.now()


def test_a_planned_drill_sends_nothing_before_its_time(cast: Cast, clock) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO))
    assert (drill.state, drill.people, drill.area_path.split(".")[-2]) == ("planned", 3, DAOMAO)
    clock.move(drills.HOUR_S - 1)
    assert run_due() == 0
    clock.move(1)
    assert run_due() == 1
    assert run_due() == 0
    assert (drill.state, order_of(drill).status, order_of(drill).issuer_id) == (
        "started",
        "Exercise",
        cast.chaoming_commander.id,
    )
    assert order_of(drill).texts["zh"]["headline"].startswith("【演练】")
    assert story(drill) == [("planned", None), ("started", None)]


def test_a_drill_at_once_starts_with_the_tap(cast: Cast) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO, in_s=None))
    assert (drill.state, order_of(drill).sent) == ("started", drill.starts_at)


def test_an_exercise_asks_whoever_is_there_when_it_starts(cast: Cast, clock) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO_WEST))
    newcomer = people.person("新来", DAOMAO_WEST, "volunteer")
    clock.move(drills.HOUR_S)
    run_due()
    assert asked(drill) == {cast.grid_worker.id, cast.volunteer.id, newcomer.id}


def test_a_communication_test_asks_exactly_those_frozen_and_counts_who_is_gone(cast: Cast, clock) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.lines_body(DAOMAO_WEST))
    people.person("新来", DAOMAO_WEST, "volunteer")
    cast.volunteer.active = False
    clock.move(drills.HOUR_S)
    run_due()
    assert asked(drill) == {cast.grid_worker.id}
    clock.move(61 * 60)
    assert finish_ended() == 1
    assert drill.result is not None
    assert (drill.result["people"], drill.result["gone"]) == (1, 1)


def test_the_plan_stays_as_it_was_when_the_drill_was_planned(cast: Cast, clock) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO))
    changed = [plan for plan in read_all() if plan["code"] == "road_collapse"]
    changed[0]["texts"]["zh"]["description"] = "另一说法"
    load_plans(changed)
    clock.move(drills.HOUR_S)
    run_due()
    assert order_of(drill).plan_version == 1
    assert "另一说法" not in str(order_of(drill).texts)


def test_a_drill_never_becomes_an_actual_order_along_its_chain(cast: Cast) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO, in_s=None))
    actor = people.actor(cast.chaoming_commander)
    second = update.update(actor, drill.order_id, id=uuid7(), slots=orders.SLOTS)
    clear = all_clear.all_clear(actor, second["id"], id=uuid7())
    assert (second["status"], clear["status"]) == ("Exercise", "Exercise")
    assert database.session.scalar(select(func.count()).where(Order.status == "Actual")) == 0


def test_a_drill_lasts_as_long_as_the_chain_of_its_order(cast: Cast, clock) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO, in_s=None))
    actor = people.actor(cast.chaoming_commander)
    second = update.update(actor, drill.order_id, id=uuid7(), slots=orders.SLOTS)
    assert finish_ended() == 0
    all_clear.all_clear(actor, second["id"], id=uuid7())
    assert finish_ended() == 1
    assert finish_ended() == 0
    assert drill.state == "finished"
    assert story(drill)[-1] == ("finished", None)


def test_what_was_missed_by_more_than_ten_minutes_is_called_off_and_never_sent(cast: Cast, clock) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO))
    clock.move(drills.HOUR_S + 601)
    assert run_due() == 1
    assert (drill.state, drill.order_id) == ("called_off", None)
    assert story(drill) == [("planned", None), ("called_off", "missed")]


def test_a_planner_who_lost_his_grant_holds_no_drill(cast: Cast, clock) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO))
    revoke_all(cast.chaoming_commander, clock)
    clock.move(drills.HOUR_S)
    run_due()
    assert story(drill)[-1] == ("called_off", "grant_lost")
    assert told(cast.chaoming_commander) == [("drill.called_off", "【演练】已取消：塌陷疏散演练")]


def test_a_deactivated_planner_holds_no_drill(cast: Cast, clock) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO))
    cast.chaoming_commander.active = False
    clock.move(drills.HOUR_S)
    run_due()
    assert story(drill)[-1] == ("called_off", "grant_lost")


def test_a_withdrawn_plan_is_not_practised(cast: Cast, clock) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO))
    database.session.get_one(Plan, "road_collapse").withdrawn_at = clock.now()
    clock.move(drills.HOUR_S)
    run_due()
    assert story(drill)[-1] == ("called_off", "plan_withdrawn")


def test_what_has_nobody_left_is_called_off_and_stops_no_other_drill(cast: Cast, clock) -> None:
    empty = drills.planned(cast.chaoming_commander, drills.lines_body(DAOMAO_WEST))
    other = drills.planned(cast.wulin_commander, drills.body(WULIN))
    cast.grid_worker.active = cast.volunteer.active = False
    clock.move(drills.HOUR_S)
    assert run_due() == 2
    assert story(empty)[-1] == ("called_off", "nobody_left")
    assert other.state == "started"


def test_a_monthly_test_goes_on_with_a_freshly_frozen_audience(cast: Cast, clock) -> None:
    first = drills.planned(cast.chaoming_commander, drills.lines_body(DAOMAO_WEST, repeats="monthly"))
    newcomer = people.person("新来", DAOMAO_WEST, "volunteer")
    clock.move(drills.HOUR_S)
    run_due()
    clock.move(61 * 60)
    finish_ended()
    before, following = drills_kept()
    assert (before.id, following.previous_id, following.series_id) == (first.id, first.id, first.id)
    # The first Monday of the month, as before.
    assert following.starts_at - first.starts_at == timedelta(days=35)
    audience = select(DrillAudience.person_id).where(DrillAudience.drill_id == following.id)
    frozen = set(database.session.scalars(audience))
    assert frozen == {cast.grid_worker.id, cast.volunteer.id, newcomer.id}
    clock.hold(following.starts_at)
    run_due()
    assert asked(following) == frozen


def test_a_missed_monthly_test_goes_on_from_now(cast: Cast, clock) -> None:
    first = drills.planned(cast.chaoming_commander, drills.lines_body(DAOMAO_WEST, repeats="monthly"))
    clock.move(70 * 24 * drills.HOUR_S)
    assert run_due() == 1
    _, following = drills_kept()
    assert story(first)[-1] == ("called_off", "missed")
    assert following.starts_at > clock.now()
    assert run_due() == 0


def test_a_series_whose_planner_is_gone_says_that_it_ends(cast: Cast, clock) -> None:
    first = drills.planned(cast.chaoming_commander, drills.lines_body(DAOMAO_WEST, repeats="monthly", in_s=None))
    cast.chaoming_commander.active = False
    clock.move(61 * 60)
    finish_ended()
    assert len(drills_kept()) == 1
    assert story(first)[-2:] == [("finished", None), ("series_ended", "grant_lost")]
    assert told(cast.chaoming_commander) == [("drill.series_ended", "【演练】系列结束：每月通信测试")]


def test_who_calls_a_series_off_ends_it(cast: Cast) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.lines_body(DAOMAO_WEST, repeats="monthly"))
    call_off.call_off(people.actor(cast.chaoming_commander), drill.id, reason="台风过境")
    assert story(drill)[-1] == ("called_off", "person")
    assert len(drills_kept()) == 1
    assert told(cast.chaoming_commander) == [], "he knows what he did himself"


def test_a_planner_is_told_who_called_his_drill_off_and_why(cast: Cast) -> None:
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO))
    call_off.call_off(people.actor(cast.commander), drill.id, reason="台风过境")
    [notice] = database.session.scalars(select(Notice))
    assert notice.texts["zh"]["body"] == "周建国取消了它：台风过境"
    assert notice.texts["en"]["title"].startswith("[EXERCISE] ")
    assert (notice.person_id, notice.navigate) == (cast.chaoming_commander.id, f"/drills/{drill.id}")


def test_what_has_started_or_was_called_off_is_neither_started_nor_called_off_again(cast: Cast) -> None:
    actor = people.actor(cast.chaoming_commander)
    drill = drills.planned(cast.chaoming_commander, drills.body(DAOMAO))
    assert start.start(actor, drill.id)["state"] == "started"
    for again in (lambda: start.start(actor, drill.id), lambda: call_off.call_off(actor, drill.id, reason="x")):
        with pytest.raises(Problem, match=r"drill\.cannot_become"):
            again()
    assert run_due() == 0


def test_starting_by_hand_for_a_planner_without_a_grant_is_refused(cast: Cast, clock) -> None:
    drill = drills.planned(cast.secretary, drills.body(DAOMAO))
    revoke_all(cast.secretary, clock)
    with pytest.raises(Problem, match=r"drill\.grant_lost"):
        start.start(people.actor(cast.commander), drill.id)


def test_an_exercise_by_one_key_is_taken_in_among_the_drills_once(cast: Cast, clock) -> None:
    opened = (clock.now() - timedelta(seconds=41)).isoformat()
    order = orders.order(cast.chaoming_commander, DAOMAO, status="Exercise", stamps={"opened": opened})
    for _ in range(2):
        adopt.adopt(order["id"])
    [drill] = drills_kept()
    assert (drill.state, drill.order_id, drill.name, drill.people) == ("started", order["id"], "道路塌陷", 3)
    real = orders.order(cast.chaoming_commander, DAOMAO)
    adopt.adopt(real["id"])
    assert len(drills_kept()) == 1


def test_a_target_outside_the_own_subtree_is_refused(cast: Cast) -> None:
    for area in (WULIN, DISTRICT):
        with pytest.raises(Problem, match=r"area\.not_found"):
            drills.planned(cast.chaoming_commander, drills.body(area))
    with pytest.raises(Problem, match=r"order\.resolves_to_nobody"):
        drills.planned(cast.chaoming_commander, drills.body())
    assert drills.planned(cast.chaoming_commander, drills.body(CHAOMING)).people == 6


def test_what_the_plan_refuses_is_refused_when_planning(cast: Cast) -> None:
    for more, code in (
        ({"plan_version": 2}, "plan.changed"),
        ({"slots": {}}, "order.slot_missing"),
        ({"plan_code": "communication_test"}, "drill.plan_does_not_fit"),
        ({"starts_at": datetime.fromisoformat("2026-03-02T00:59:59+00:00").isoformat()}, "drill.starts_in_the_past"),
    ):
        with pytest.raises(Problem) as refused:
            drills.planned(cast.chaoming_commander, drills.body(DAOMAO, **more))
        assert refused.value.code == code
