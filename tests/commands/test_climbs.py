"""Places without an answer climb: who is told, who takes them over, and when they stop."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from backend.commands.actions import all_clear
from backend.commands.actions.closure import climb as climbing
from backend.commands.actions.closure.take_over import take_over
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.closure import NodeClimb
from backend.commands.models.order import Order
from backend.commands.queries import climbs
from backend.commands.queries.timeline import timeline
from backend.commands.rules.climbing import minutes
from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.core.errors import Problem
from backend.identity.models import Person
from backend.push.models import Notice
from tests import cast as places
from tests.builders import duty, orders, people
from tests.builders.sent_order import report
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def order(cast: Cast) -> dict[str, Any]:
    """To a community, whose secretary leads it; five minutes to answer."""
    return orders.order(cast.chaoming_commander, places.CHAOMING)


def answer(db: SQLAlchemy, order: dict[str, Any], *who: Person) -> None:
    made = db.session.get_one(Order, order["id"])
    take_receipts([report(made, one, "acknowledged") for one in who])


def seen(who: Person, order: dict[str, Any], code: str = places.DAOMAO) -> list[dict[str, Any]]:
    return [
        one for one in climbs.listed(people.actor(who), order["id"], node=None) if one["place"]["area_code"] == code
    ]


def told(db: SQLAlchemy, climb_id: UUID) -> set[UUID]:
    live = (Notice.subject_id == climb_id, Notice.withdrawn_at.is_(None))
    return set(db.session.scalars(select(Notice.person_id).where(*live)))


def test_each_level_has_a_clock_of_its_own() -> None:
    assert minutes({"ack_minutes": 5}) == [5, 7.5, 10]
    assert minutes({"ack_minutes": 5, "climb_minutes": [3, 10]}) == [3, 13, 15.5]


def test_a_community_climbs_to_the_street_and_then_to_the_district(
    db: SQLAlchemy, cast: Cast, order: dict[str, Any]
) -> None:
    core_clock.move(299)
    assert climbing.climb() == 0
    core_clock.move(1)
    # Both communities, and the street itself.
    climbing.climb()
    first, second = sorted(seen(cast.chaoming_commander, order), key=lambda one: one["step"])
    assert (first["to"]["area_code"], first["told"]["id"]) == (places.CHAOMING, cast.chaoming_commander.id)
    assert first["climbed_at"] == core_clock.now()
    assert second["climbed_at"] is None
    assert told(db, first["id"]) == {cast.chaoming_commander.id}
    assert climbing.climb() == 0
    core_clock.move(150)
    climbing.climb()
    [_, second] = sorted(seen(cast.commander, order), key=lambda one: one["step"])
    assert (second["to"]["area_code"], second["told"]["id"]) == (places.DISTRICT, cast.commander.id)
    kinds = [item["kind"] for item in timeline(people.actor(cast.commander), order["id"])]
    assert kinds.count("order.climbed") >= 3


def test_the_duty_officer_on_duty_is_told_before_the_commander(cast: Cast, order: dict[str, Any]) -> None:
    duty.on_duty(cast.chaoming_duty)
    core_clock.move(300)
    climbing.climb()
    assert seen(cast.chaoming_commander, order)[0]["told"]["id"] == cast.chaoming_duty.id


def test_a_place_that_has_answered_does_not_climb(db: SQLAlchemy, cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO)
    answer(db, order, cast.secretary, cast.grid_worker, cast.volunteer)
    core_clock.move(600)
    assert climbing.climb() == 0
    assert seen(cast.chaoming_commander, order) == []


def test_an_order_that_has_ended_climbs_no_more(cast: Cast, order: dict[str, Any]) -> None:
    all_clear.all_clear(people.actor(cast.chaoming_commander), order["id"], id=uuid7())
    core_clock.move(600)
    assert climbing.climb() == 0


def test_who_takes_a_place_over_is_shown_and_it_climbs_no_further(
    db: SQLAlchemy, cast: Cast, order: dict[str, Any]
) -> None:
    core_clock.move(300)
    climbing.climb()
    [waiting, _] = seen(cast.chaoming_duty, order)
    assert waiting["may_take"]
    actor = people.actor(cast.chaoming_duty)
    taken = take_over(actor, order["id"], waiting["id"])
    assert (taken["taken_by"]["id"], taken["may_take"]) == (cast.chaoming_duty.id, False)
    assert told(db, waiting["id"]) == set()
    with pytest.raises(Problem) as refused:
        take_over(people.actor(cast.chaoming_commander), order["id"], waiting["id"])
    assert refused.value.code == "climb.taken"
    core_clock.move(600)
    climbing.climb()
    assert [one["step"] for one in seen(cast.commander, order)] == [1]


def test_a_community_does_not_take_over_what_has_climbed_to_its_street(cast: Cast, order: dict[str, Any]) -> None:
    core_clock.move(300)
    climbing.climb()
    [waiting, _] = seen(cast.secretary, order)
    assert not waiting["may_take"]
    with pytest.raises(Problem) as refused:
        take_over(people.actor(cast.secretary), order["id"], waiting["id"])
    assert refused.value.code == "actor.forbidden"


def test_where_nobody_is_responsible_the_next_level_is_told_at_once(
    db: SQLAlchemy, cast: Cast, order: dict[str, Any]
) -> None:
    for who in (cast.chaoming_commander, cast.chaoming_duty):
        who.active = False
    db.session.flush()
    core_clock.move(300)
    climbing.climb()
    climbing.climb()
    first, second = sorted(seen(cast.commander, order), key=lambda one: one["step"])
    assert (first["told"], second["told"]["id"]) == (None, cast.commander.id)
    assert first["climbed_at"] == second["climbed_at"]


def test_a_test_of_the_lines_wakes_nobody(db: SQLAlchemy, cast: Cast) -> None:
    orders.order(
        cast.chaoming_commander,
        places.DAOMAO,
        plan_code="communication_test",
        status="Exercise",
        slots={"phone": "1990000"},
    )
    assert db.session.scalars(select(NodeClimb)).all() == []


def test_an_order_to_one_grid_climbs_to_its_community_first(cast: Cast) -> None:
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    core_clock.move(300)
    climbing.climb()
    way = sorted(seen(cast.commander, order, places.DAOMAO_WEST), key=lambda one: one["step"])
    assert [one["to"]["area_code"] for one in way] == [places.DAOMAO, places.CHAOMING, places.DISTRICT]
    assert way[0]["told"]["id"] == cast.secretary.id
    assert way[1]["due_at"] - way[0]["due_at"] == timedelta(minutes=2.5)
