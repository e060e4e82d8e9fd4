"""A claim and a group of reports at once, on real connections: whoever waits for a person holds nobody after him."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, text

from backend.core.db import db as database
from backend.push.models import Subscription
from tests.builders import orders
from tests.builders.orders import Gateway
from tests.builders.sent_order import Named
from tests.cast import DONGHE, DONGHE_WEST, Cast
from tests.commands.test_receipts_crowded import HOLD_ONE, waiting
from tests.e2e.waiting import eventually

NOT_HELD = HOLD_ONE + " SKIP LOCKED"


@pytest.mark.usefixtures("committed", "clock")
def test_a_claim_that_waits_for_one_person_holds_nobody_who_comes_after_him(app: Flask) -> None:
    cast = Cast()
    orders.plans()
    # Of the two, the first has no phone at all and the second has two: each is written down by a statement of its own.
    first, second = sorted(orders.crowd(2, DONGHE_WEST))
    database.session.execute(delete(Subscription).where(Subscription.person_id == first))
    orders.phone(Named(second))  # type: ignore[arg-type]  # only his id matters
    order_id = orders.order(cast.chaoming_commander, DONGHE)["id"]
    database.session.commit()
    with ThreadPoolExecutor(1) as pool:
        with database.engine.connect() as reports:
            reports.execute(text(HOLD_ONE), {"order_id": order_id, "person_id": first})
            claimed = pool.submit(claim, app)
            eventually(lambda: waiting() == 1, what="the claim waiting for the first person")
            free = reports.execute(text(NOT_HELD), {"order_id": order_id, "person_id": second}).all()
        assert claimed.result() == 2
    assert len(free) == 1


def claim(app: Flask) -> int:
    with app.app_context():
        envelopes = Gateway().live().claim()
        database.session.commit()
        return len(envelopes)
