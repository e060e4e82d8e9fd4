"""Who falls out is replaced at once: by whom, shown how, and never in a circle."""

from typing import Any
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from backend.commands.actions.closure import climb as climbing
from backend.commands.actions.closure.pull_in import pull_in
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.closure import NodeClimb, Substitute
from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries.answered_places import answered_places
from backend.commands.queries.board import board
from backend.core import clock as core_clock
from backend.core.facts import Fact
from backend.identity.models import Person
from backend.push.models import Notice
from tests import cast as places
from tests.builders import duty, orders, people, tally
from tests.builders.orders import Gateway, names
from tests.builders.sent_order import report
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def order(cast: Cast) -> dict[str, Any]:
    return orders.order(cast.chaoming_commander, places.DAOMAO_WEST)


@pytest.fixture
def neighbour(cast: Cast) -> Person:
    """Another grid worker of the same grid, who came after the order: she is none of its recipients."""
    return people.person("邻格", places.DAOMAO_EAST)


def say(db: SQLAlchemy, order: dict[str, Any], who: Person, state: str) -> None:
    """The report, and the job that follows it."""
    core_clock.move(1)
    take_receipts([report(db.session.get_one(Order, order["id"]), who, state)])
    if state in {"declined", "needs_help"}:
        pull_in(order["id"], who.id)


def here(cast: Cast, order: dict[str, Any]) -> dict[str, Any]:
    return board(people.actor(cast.chaoming_commander), order["id"], node=places.DAOMAO_WEST)


def pulled_in(db: SQLAlchemy) -> list[UUID | None]:
    return list(db.session.scalars(select(Substitute.person_id).order_by(Substitute.at)))


def test_a_report_of_a_responsible_person_who_declines_starts_the_job(
    db: SQLAlchemy, cast: Cast, order: dict[str, Any]
) -> None:
    made = db.session.get_one(Order, order["id"])
    take_receipts([report(made, cast.volunteer, "declined"), report(made, cast.grid_worker, "declined")])
    fallen = select(Fact.actor_id).where(Fact.kind == "recipient.fell_out")
    assert db.session.scalars(fallen).all() == [cast.grid_worker.id]


def test_a_substitute_gets_the_order_and_his_word_counts_for_the_other_one(
    db: SQLAlchemy, cast: Cast, order: dict[str, Any], neighbour: Person, gateway: Gateway
) -> None:
    gateway.deliver()
    people.grant(neighbour, "grid_worker", places.DAOMAO_WEST)
    orders.phone(neighbour)
    say(db, order, cast.grid_worker, "declined")
    assert names(gateway.deliver()) == {neighbour.id}
    [shown] = here(cast, order)["substitutes"]
    assert (shown["person"]["id"], shown["for_person_id"]) == (neighbour.id, cast.grid_worker.id)
    assert (shown["reason"], shown["chosen"], shown["was_recipient"]) == ("declined", "role", False)
    assert tally.kept(order["id"]) == tally.recounted(order["id"])
    assert here(cast, order)["people"] == 3
    assert db.session.get_one(OrderProgress, order["id"], populate_existing=True).people == 3
    say(db, order, cast.volunteer, "acknowledged")
    say(db, order, neighbour, "acknowledged")
    # Two of three are fewer than 80 %: the substitute settles the responsible person's part, never the quorum's.
    assert not here(cast, order)["is_answered"]


def test_a_place_turns_green_with_its_substitute_and_its_quorum(db: SQLAlchemy, cast: Cast, neighbour: Person) -> None:
    orders.crowd(8, places.DAOMAO_WEST)
    order = orders.order(cast.chaoming_commander, places.DAOMAO_WEST)
    people.grant(neighbour, "grid_worker", places.DAOMAO_WEST)
    made = db.session.get_one(Order, order["id"])
    residents = select(Person).where(Person.name.like("居民%"))
    say(db, order, cast.grid_worker, "needs_help")
    for who in [cast.volunteer, *db.session.scalars(residents)]:
        take_receipts([report(made, who, "acknowledged")])
    assert not here(cast, order)["is_answered"]
    say(db, order, neighbour, "acknowledged")
    assert here(cast, order)["is_answered"]
    said_at = core_clock.now()
    actor = people.actor(cast.chaoming_commander)
    moments = answered_places(actor, order["id"], node=places.DAOMAO_WEST)
    assert moments["items"][0]["answered_at"] == said_at


def test_standby_comes_before_duty_and_duty_before_the_next_by_role(
    db: SQLAlchemy, cast: Cast, order: dict[str, Any], neighbour: Person
) -> None:
    people.grant(neighbour, "grid_worker", places.DAOMAO_WEST)
    at_home = people.person("备勤", places.DAOMAO_WEST, "volunteer", username="bei")
    duty.on_duty(at_home, "standby", places.DAOMAO_WEST)
    say(db, order, cast.grid_worker, "declined")
    assert pulled_in(db) == [at_home.id]
    [shown] = here(cast, order)["substitutes"]
    assert shown["chosen"] == "standby"


def test_nobody_is_pulled_in_twice_and_the_chain_of_substitutes_ends(
    db: SQLAlchemy, cast: Cast, order: dict[str, Any], neighbour: Person
) -> None:
    people.grant(neighbour, "grid_worker", places.DAOMAO_WEST)
    other = people.person("又一", places.DAOMAO_EAST)
    people.grant(other, "grid_worker", places.DAOMAO_WEST)
    say(db, order, cast.grid_worker, "declined")
    say(db, order, neighbour, "declined")
    say(db, order, other, "needs_help")
    assert pulled_in(db) == [neighbour.id, other.id, None]
    assert pull_in(order["id"], cast.grid_worker.id) == pull_in(order["id"], other.id) == 0
    assert len(pulled_in(db)) == 3
    nobody = select(func.count()).select_from(Fact).where(Fact.kind == "order.no_substitute")
    assert db.session.scalar(nobody) == 1


def test_a_grid_with_one_worker_gets_the_one_next_door(db: SQLAlchemy, cast: Cast) -> None:
    next_door = people.person("隔壁", places.DAOMAO_EAST, "grid_worker", lead=True)
    order = orders.order(cast.chaoming_commander, places.DAOMAO)
    say(db, order, cast.grid_worker, "declined")
    assert pulled_in(db) == [next_door.id]
    [shown] = here(cast, order)["substitutes"]
    assert (shown["chosen"], shown["was_recipient"]) == ("role", True)
    assert db.session.scalars(select(Notice.person_id).where(Notice.kind == "order.substituted")).all() == [
        next_door.id
    ]


def test_where_nobody_is_left_the_place_climbs_at_once(db: SQLAlchemy, cast: Cast, order: dict[str, Any]) -> None:
    say(db, order, cast.grid_worker, "declined")
    assert pulled_in(db) == [None]
    climbing.climb()
    first = select(NodeClimb.to_person_id).where(NodeClimb.step == 1, NodeClimb.area_code == places.DAOMAO_WEST)
    assert db.session.scalar(first) == cast.secretary.id


def test_who_has_changed_his_mind_needs_no_substitute(
    db: SQLAlchemy, cast: Cast, order: dict[str, Any], neighbour: Person
) -> None:
    people.grant(neighbour, "grid_worker", places.DAOMAO_WEST)
    made = db.session.get_one(Order, order["id"])
    take_receipts([report(made, cast.grid_worker, "declined")])
    core_clock.move(5)
    take_receipts([report(made, cast.grid_worker, "acknowledged")])
    assert pull_in(order["id"], cast.grid_worker.id) == 0
    assert pulled_in(db) == []


def test_a_recipient_with_a_duty_is_replaced_too(db: SQLAlchemy, cast: Cast, neighbour: Person) -> None:
    order = orders.order(cast.chaoming_commander, places.CHAOMING)
    duty.on_duty(cast.chaoming_duty)
    other = people.person("又值", places.CHAOMING, "duty_officer", username="you")
    say(db, order, cast.chaoming_duty, "declined")
    assert pulled_in(db) == [other.id]
