"""Whatever people say in whatever order, no place is ever green without the rows that prove it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from backend.commands.actions import cancel
from backend.commands.actions.closure import climb, pull_in
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.closure import Substitute
from backend.commands.models.delivery import Delivery, Receipt
from backend.commands.models.order import Order, OrderNode
from backend.commands.queries import answered_nodes
from backend.commands.queries.board import board
from backend.commands.rules.receipt_ladder import ANSWERS, Standing, State, after
from backend.core import clock as core_clock
from backend.core.db import uuid7
from backend.core.errors import Problem
from tests import cast as places
from tests.builders import orders, people, tally
from tests.builders.sent_order import report
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("clock")

#: what may happen next: somebody says something (also late, with an old time), time passes, the order is taken back
SAYS = ["shown", "acknowledged", "acknowledged", "declined", "needs_help", "en_route", "arrived", "safe"]
HAPPENS = some.one_of(
    some.tuples(some.just("say"), some.integers(0, 9), some.sampled_from(SAYS), some.integers(0, 90)),
    some.tuples(some.just("wait"), some.integers(1, 400), some.just(""), some.just(0)),
    some.tuples(some.just("retract"), some.just(0), some.just(""), some.just(0)),
)


@given(happenings=some.lists(HAPPENS, min_size=4, max_size=24))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_place_is_green_without_the_rows_that_prove_it(
    db: SQLAlchemy, cast: Cast, happenings: list[tuple[str, int, str, int]]
) -> None:
    with db.session.begin_nested() as savepoint:
        order = orders.order(cast.chaoming_commander, places.CHAOMING)
        spare = people.person("替补", places.XIANLIN_WEST)
        people.grant(spare, "grid_worker", places.DAOMAO_WEST)
        ended = False
        for what, number, word, back in happenings:
            core_clock.move(1)
            if what == "wait":
                core_clock.move(number)
                climb.climb()
            elif what == "say":
                say(db, order["id"], number, word, back)
            elif not ended:
                ended = taken_back(cast, order["id"])
            check(db, cast, order["id"])
        savepoint.rollback()


def say(db: SQLAlchemy, order_id: UUID, number: int, word: str, back: int) -> None:
    """One of the recipients of the moment; what job follows runs at once."""
    recipients = db.session.scalars(
        select(Delivery.person_id).where(Delivery.order_id == order_id).order_by(Delivery.person_id)
    ).all()
    who = recipients[number % len(recipients)]
    at = datetime.fromtimestamp(core_clock.now().timestamp() - back, core_clock.now().tzinfo)
    take_receipts([report(db.session.get_one(Order, order_id), who, word, at=at)])
    if word in {"declined", "needs_help"}:
        pull_in.pull_in(order_id, who)


def taken_back(cast: Cast, order_id: UUID) -> bool:
    try:
        cancel.cancel(people.actor(cast.chaoming_commander), order_id, id=uuid7(), reason="误报")
    except Problem:
        return False  # it had expired
    return True


def check(db: SQLAlchemy, cast: Cast, order_id: UUID) -> None:
    db.session.flush()
    nodes = db.session.scalars(select(OrderNode).where(OrderNode.order_id == order_id)).all()
    proved = {node.area_code for node in nodes if is_proved(db, node)}
    green = answered_nodes.answered(order_id, {node.area_code for node in nodes})
    assert green == proved
    shown = board(people.actor(cast.chaoming_commander), order_id)
    lit = {node["area_code"] for node in shown["nodes"] if node["answered"]}
    assert lit <= proved
    assert not shown["is_answered"] or shown["node"] in proved
    assert tally.kept(order_id) == tally.recounted(order_id)


def is_proved(db: SQLAlchemy, node: OrderNode) -> bool:
    """From the receipts alone: who leads it or stands in has acknowledged, and so has the quorum of those below it."""
    deliveries = db.session.scalars(
        select(Delivery).where(Delivery.order_id == node.order_id, Delivery.node_path.startswith(node.area_path))
    ).all()
    yes = {one.person_id for one in deliveries if takes_it_on(db, node.order_id, one.person_id)}
    stand_in = select(Substitute.person_id).where(
        Substitute.order_id == node.order_id, Substitute.area_code == node.area_code
    )
    leads = {node.responsible_person_id, *db.session.scalars(stand_in)} - {None}
    recipients = set(db.session.scalars(select(Delivery.person_id).where(Delivery.order_id == node.order_id)))
    led = any(who in recipients and takes_it_on(db, node.order_id, who) for who in leads if who is not None)
    return led and len(yes) >= node.quorum * len(deliveries) - 1e-9


def takes_it_on(db: SQLAlchemy, order_id: UUID, person_id: UUID) -> bool:
    """Folded anew from his receipts, in the order in which they came."""
    sent = db.session.get_one(Order, order_id).sent
    his = select(Receipt).where(Receipt.order_id == order_id, Receipt.person_id == person_id)
    standing = Standing(State.planned)
    for receipt in db.session.scalars(his.order_by(Receipt.server_at, Receipt.id)):
        at = min(max(receipt.device_at, sent), receipt.server_at)
        standing = after(standing, State(receipt.state), at)
    last: Any = standing.state
    return last >= State.acknowledged and last not in ANSWERS - {State.acknowledged}
