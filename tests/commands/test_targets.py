"""Who a target means, and what is frozen of it."""

from typing import Any
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from backend.areas.rules import paths
from backend.commands.models.delivery import Delivery, DeliveryBatch
from backend.commands.models.order import OrderNode
from backend.commands.queries import targets
from tests import cast as places
from tests.builders import orders, people, tally
from tests.cast import Cast


def chosen(db: SQLAlchemy, by: Any, target: dict[str, Any]) -> dict[UUID, tuple[str, str | None]]:
    """Person → place and role."""
    own = people.actor(by).paths_as("commander")
    rows = db.session.execute(targets.recipients(targets.scope(target, own))).all()
    assert len({row.person_id for row in rows}) == len(rows)
    return {row.person_id: (row.node_code, row.role) for row in rows}


def test_roles_choose_by_grant_and_no_roles_choose_everybody(db: SQLAlchemy, cast: Cast) -> None:
    neighbour = people.person("无职", places.DAOMAO_EAST)
    by = cast.chaoming_commander
    assert chosen(db, by, orders.target(places.DAOMAO, roles=("grid_worker",))) == {
        cast.grid_worker.id: (places.DAOMAO_WEST, "grid_worker")
    }
    everybody = chosen(db, by, orders.target(places.DAOMAO))
    assert set(everybody) == {cast.secretary.id, cast.grid_worker.id, cast.volunteer.id, neighbour.id}
    assert everybody[neighbour.id] == (places.DAOMAO_EAST, None)


def test_a_person_with_several_grants_counts_once_at_the_deepest(db: SQLAlchemy, cast: Cast) -> None:
    people.grant(cast.grid_worker, "volunteer", places.CHAOMING)
    people.grant(cast.grid_worker, "grid_worker", places.DAOMAO_EAST)
    found = chosen(db, cast.chaoming_commander, orders.target(places.CHAOMING, places.DAOMAO))
    assert found[cast.grid_worker.id] == (places.DAOMAO_EAST, "grid_worker")


def test_a_grant_counts_where_it_is_held_not_where_its_holder_lives(db: SQLAlchemy, cast: Cast) -> None:
    commuter = people.person("外住", places.XIANLIN_WEST)
    people.grant(commuter, "grid_worker", places.DONGHE_WEST)
    found = chosen(db, cast.chaoming_commander, orders.target(places.DONGHE, roles=("grid_worker",)))
    assert found == {commuter.id: (places.DONGHE_WEST, "grid_worker")}


def test_revoked_grants_and_inactive_people_are_not_reached(db: SQLAlchemy, cast: Cast) -> None:
    grant = people.grant(cast.volunteer, "grid_worker", places.DONGHE_WEST)
    grant.revoked_at = grant.granted_at
    cast.grid_worker.active = False
    db.session.flush()
    everywhere = orders.target(places.CHAOMING, roles=("grid_worker",))
    assert chosen(db, cast.chaoming_commander, everywhere) == {}


def test_exclusions_take_away_places_and_people(db: SQLAlchemy, cast: Cast) -> None:
    exclude = {"areas": [places.DAOMAO], "people": [str(cast.chaoming_duty.id)]}
    found = chosen(db, cast.chaoming_commander, orders.target(places.CHAOMING, exclude=exclude))
    assert set(found) == {cast.chaoming_commander.id, cast.chaoming_admin.id}


SQUARE = [[120.17, 30.27], [120.18, 30.27], [120.18, 30.28], [120.17, 30.28], [120.17, 30.27]]


def test_a_polygon_reaches_who_is_inside_and_under_the_commander(db: SQLAlchemy, cast: Cast) -> None:
    def at(lng: float, lat: float, area: str, *roles: str) -> UUID:
        return people.person("某人", area, *roles, lng_wgs84=lng, lat_wgs84=lat).id

    inside, worker = at(120.175, 30.275, places.DONGHE_WEST), at(120.171, 30.271, places.DONGHE_WEST, "grid_worker")
    at(120.185, 30.275, places.DONGHE_WEST)
    at(120.175, 30.275, places.XIANLIN_WEST)
    drawn = {"polygon": {"type": "Polygon", "coordinates": [SQUARE]}}
    by = cast.chaoming_commander
    assert set(chosen(db, by, orders.target(**drawn))) == {inside, worker}
    assert set(chosen(db, by, orders.target(roles=("grid_worker",), **drawn))) == {worker}
    with_area = chosen(db, by, orders.target(places.DAOMAO_WEST, **drawn))
    assert set(with_area) == {inside, worker, cast.grid_worker.id, cast.volunteer.id}
    circle = {"lng": 120.175, "lat": 30.275, "radius_m": 50}
    assert set(chosen(db, by, orders.target(circle=circle))) == {inside}


def test_recipients_are_frozen_in_batches_by_place_with_everybody_once(db: SQLAlchemy, cast: Cast) -> None:
    crowd = set(orders.crowd(1_001, places.DONGHE_WEST))
    order = orders.order(cast.commander, places.CHAOMING)
    rows = db.session.execute(
        select(Delivery.person_id, Delivery.batch_id).where(Delivery.order_id == order["id"])
    ).all()
    assert len(rows) == order["people"] == 1_007
    assert crowd < {row.person_id for row in rows}
    numbers = db.session.scalars(
        select(DeliveryBatch.no).where(DeliveryBatch.order_id == order["id"]).order_by(DeliveryBatch.no)
    ).all()
    assert numbers == [0, 1, 2]
    assert tally.kept(order["id"]) == tally.recounted(order["id"])


def test_every_place_above_a_recipient_is_counted_with_its_responsible_person(db: SQLAlchemy, cast: Cast) -> None:
    order = orders.order(cast.commander, places.CHAOMING)
    nodes = {
        node.area_code: (node.people, node.responsible_person_id)
        for node in db.session.scalars(select(OrderNode).where(OrderNode.order_id == order["id"]))
    }
    assert nodes == {
        places.DISTRICT: (6, cast.commander.id),
        places.CHAOMING: (6, cast.chaoming_commander.id),
        places.DAOMAO: (3, cast.secretary.id),
        places.DAOMAO_WEST: (2, cast.grid_worker.id),
    }


def test_a_lead_who_receives_the_order_is_responsible_before_one_who_does_not(db: SQLAlchemy, cast: Cast) -> None:
    deputy = people.person("副书记", places.DAOMAO, "grid_worker", lead=True)
    order = orders.order(cast.commander, target=orders.target(places.DAOMAO, roles=("grid_worker",)))
    responsible = select(OrderNode.responsible_person_id).where(
        OrderNode.order_id == order["id"], OrderNode.area_code == places.DAOMAO
    )
    assert db.session.scalar(responsible) == deputy.id


@pytest.mark.parametrize(
    "statement",
    ["UPDATE orders SET note = 'x'", "DELETE FROM orders", "UPDATE plan_version SET digest = 'x'"],
)
def test_what_was_issued_cannot_be_changed_even_by_hand(db: SQLAlchemy, cast: Cast, statement: str) -> None:
    orders.order(cast.commander, places.CHAOMING)
    with pytest.raises(IntegrityError, match="is frozen"):
        db.session.execute(text(statement))


def test_the_common_path_of_places_is_the_deepest_above_all() -> None:
    assert paths.common("1.11.111.", "1.11.112.") == "1.11."
    assert paths.common("1.11.", "1.11.112.") == "1.11."
    assert paths.common("1.11.", "1.11.") == "1.11."


def test_an_order_lies_in_the_partition_of_its_month(db: SQLAlchemy, cast: Cast) -> None:
    orders.order(cast.commander, places.CHAOMING)
    where = db.session.scalar(text("SELECT DISTINCT tableoid::regclass::text FROM delivery"))
    now = db.session.scalar(text("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')"))
    assert where == f"delivery_p_{now}"
    room = text("SELECT reloptions FROM pg_class WHERE oid = CAST(:part AS regclass)")
    assert db.session.scalar(room, {"part": where}) == ["fillfactor=50"]


def test_months_are_made_ahead_and_a_second_time_changes_nothing(db: SQLAlchemy) -> None:
    count = text("SELECT count(*) FROM pg_inherits WHERE inhparent = 'delivery'::regclass")
    before = db.session.scalar(count)
    db.session.execute(text("SELECT make_order_months(current_date, 7)"))
    more = db.session.scalar(count)
    db.session.execute(text("SELECT make_order_months(current_date, 7)"))
    assert db.session.scalar(count) == more > before
