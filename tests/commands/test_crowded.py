"""Several senders, phones and a commander at once, on real connections: nothing twice, nothing lost, all counted."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from backend.commands.actions.cancel import cancel
from backend.commands.actions.issue import issue
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.order import Order
from backend.core.db import db, uuid7
from backend.core.errors import Problem
from tests import cast as places
from tests.builders import orders, tally
from tests.builders.orders import Gateway
from tests.builders.sent_order import report


def at_once(app: Flask, *tasks: Callable[[], Any]) -> list[Any]:
    """Run the tasks at the same time, each in an application context, that is a session, of its own."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        with app.app_context():
            start.wait()
            return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [done.result() for done in [pool.submit(run, task) for task in tasks]]


def ordered(commander: Any, people_count: int) -> tuple[UUID, list[UUID]]:
    crowd = orders.crowd(people_count, places.DONGHE_WEST)
    body = orders.body(places.DONGHE)
    order = issue(commander, **{**body, "id": UUID(body["id"])})
    db.session.commit()
    return order["id"], crowd


def send(gateway: Gateway) -> list[UUID]:
    """Everything has arrived; returns who was told."""
    told: list[UUID] = []
    while envelopes := gateway.claim(limit=500):
        db.session.commit()
        gateway.answer(envelopes)
        db.session.commit()
        told += [one.key.person_id for one in envelopes]  # type: ignore[attr-defined]  # claim.Key
    db.session.rollback()
    return told


def test_two_senders_share_an_order_and_nobody_is_told_twice(
    app: Flask, commander: Any, lives: Callable[[], Gateway]
) -> None:
    order_id, crowd = ordered(commander, 1_600)
    told = at_once(app, partial(send, lives()), partial(send, lives()))
    assert Counter(told[0] + told[1]) == Counter(crowd)
    assert tally.kept(order_id) == tally.recounted(order_id)


def send_with_refusals(gateway: Gateway, dice: random.Random) -> None:
    for _ in range(12):
        envelopes = gateway.claim(limit=500)
        db.session.commit()
        dice.shuffle(envelopes)
        for begin in range(0, len(envelopes), 90):
            gateway.answer(envelopes[begin : begin + 90], dice.choice(["accepted", "accepted", "refused"]))
            db.session.commit()


def report_anything(order_id: UUID, crowd: list[UUID], dice: random.Random) -> None:
    order = db.session.get_one(Order, order_id)
    for _ in range(25):
        states = dice.choices(["shown", "opened", "acknowledged", "needs_help", "arrived", "done"], k=20)
        people_heard = dice.sample(crowd, 20)
        take_receipts([report(order, who, state) for who, state in zip(people_heard, states, strict=True)])
        db.session.commit()


def take_back_half_way(commander: Any, order_id: UUID) -> UUID:
    planned = (places.DONGHE_WEST, 0)
    for _ in range(2_000):
        if tally.kept(order_id).get(planned, 0) < 1_000:
            break
        db.session.rollback()
    correction: UUID = cancel(commander, order_id, id=uuid7(), reason="误报")["id"]
    db.session.commit()
    return correction


@pytest.mark.parametrize("seed", range(3))
def test_counters_hold_while_everything_happens_at_once(
    app: Flask, commander: Any, lives: Callable[[], Gateway], seed: int
) -> None:
    order_id, crowd = ordered(commander, 1_300)
    dice = [random.Random(seed * 10 + number) for number in range(4)]
    *_, correction_id = at_once(
        app,
        partial(send_with_refusals, lives(), dice[0]),
        partial(send_with_refusals, lives(), dice[1]),
        partial(report_anything, order_id, crowd, dice[2]),
        partial(report_anything, order_id, crowd, dice[3]),
        partial(take_back_half_way, commander, order_id),
    )
    for one in (order_id, correction_id):
        assert tally.kept(one) == tally.recounted(one)


def test_of_two_who_end_an_order_at_once_one_is_refused_by_name(app: Flask, commander: Any) -> None:
    order_id, _ = ordered(commander, 50)

    def take_back() -> str:
        try:
            cancel(commander, order_id, id=uuid7(), reason="误报")
        except Problem as problem:
            db.session.rollback()
            return problem.code
        db.session.commit()
        return "cancelled"

    assert sorted(at_once(app, take_back, take_back, take_back)) == ["cancelled", "order.not_live", "order.not_live"]


def test_orders_issued_at_once_have_numbers_of_their_own(app: Flask, commander: Any) -> None:
    orders.crowd(10, places.DONGHE_WEST)
    db.session.commit()

    def issue_three() -> list[str]:
        numbers = []
        for _ in range(3):
            body = orders.body(places.DONGHE)
            numbers.append(issue(commander, **{**body, "id": UUID(body["id"])})["identifier"])
            db.session.commit()
        return numbers

    numbers = [number for some in at_once(app, *[issue_three] * 6) for number in some]
    assert len(set(numbers)) == 18
