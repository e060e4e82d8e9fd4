"""Two senders and people's answers at once, on real connections: nobody is told twice, and all is counted."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from flask import Flask

from backend.commands.actions import stop
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.order import Order
from backend.core import clock as product_clock
from backend.core.db import db as database
from tests.builders import ladder, orders, tally
from tests.builders.ladder import Channel
from tests.builders.sent_order import report
from tests.cast import DONGHE, DONGHE_WEST, Cast

CROWD = 600


@pytest.mark.usefixtures("committed")
def test_two_senders_and_everybodys_answers_at_once(app: Flask, clock) -> None:
    cast = Cast()
    orders.plans()
    crowd = orders.crowd(CROWD, DONGHE_WEST)
    order_id = orders.order(cast.chaoming_commander, DONGHE)["id"]
    database.session.commit()
    clock.move(30)
    spoke = random.sample(crowd, CROWD // 2)
    with ThreadPoolExecutor(4) as pool:
        senders = [pool.submit(send, app, number) for number in (1, 2)]
        answers = [pool.submit(answer, app, order_id, spoke[part::2]) for part in (0, 1)]
        told = Counter(who for sender in senders for who in sender.result())
        for one in answers:
            one.result()
    assert set(told.values()) == {1}
    assert set(told) >= set(crowd) - set(spoke)
    with app.app_context():
        stop.hold_ending(order_id)
        stop.end([order_id], reason="cancelled", at=product_clock.now(), by=None)
        database.session.commit()
    assert ladder.kept(order_id) == ladder.recounted(order_id)
    assert tally.kept(order_id) == tally.recounted(order_id)


def send(app: Flask, number: int) -> list[UUID]:
    """Until nothing is due; of the first messages every third is given back and tried again."""
    told: list[UUID] = []
    with app.app_context():
        for turn in range(60):
            sms = Channel("sms", sender_id=number)
            sms.live()
            envelopes = sms.claim(limit=40)
            given_back = envelopes[::3] if turn < 8 else []
            sms.answer(given_back, "retry", status=8, retry_s=0)
            taken = [one for one in envelopes if one not in given_back]
            sms.answer(taken)
            database.session.commit()
            told += [one.subscription_id for one in taken]
    return told


def answer(app: Flask, order_id: UUID, people: list[UUID]) -> None:
    with app.app_context():
        for start in range(0, len(people), 15):
            order = database.session.get_one(Order, order_id)
            take_receipts([report(order, one, "acknowledged") for one in people[start : start + 15]])
            database.session.commit()
