"""A batch of reports and the end of their order at once, on real connections: no circle of waiting."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import orjson
import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from backend.commands.actions import stop
from backend.commands.actions.take_receipts import take_receipts
from backend.commands.rules.receipt_verdict import Report
from backend.core import clock as product_clock
from backend.core.db import db as database
from tests.builders import orders, tally
from tests.builders.sent_order import Named, report, sent_order
from tests.cast import DONGHE_WEST, Cast
from tests.e2e.waiting import eventually

HOLD_ONE = "SELECT FROM delivery WHERE order_id = :order_id AND person_id = :person_id FOR UPDATE"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.mark.usefixtures("committed", "clock")
def test_a_batch_of_reports_and_the_end_of_the_order_lock_people_in_the_same_order(app: Flask) -> None:
    cast = Cast()
    crowd = orders.crowd(30, DONGHE_WEST)
    # Written in the opposite order of their keys: who locks rows as he finds them comes from the other end.
    order = sent_order(cast.commander, [(Named(one), DONGHE_WEST) for one in reversed(crowd)])
    order_id = order.id
    # Once somebody has arrived, reports hold no more of an order than the rows of their people.
    take_receipts([report(order, crowd[0], "arrived")])
    said = [report(order, one, "shown") for one in crowd]
    # With figures about the table, the server reads it from its beginning rather than by its key.
    database.session.execute(text("ANALYZE delivery, delivery_batch"))
    database.session.commit()
    with ThreadPoolExecutor(2) as pool:
        with database.engine.connect() as middle:
            middle.execute(text(HOLD_ONE), {"order_id": order_id, "person_id": crowd[15]})
            ended = pool.submit(end, app, order_id)
            eventually(lambda: waiting() == 1, what="the end of the order waiting for the row in the middle")
            taken = pool.submit(take, app, said)
            eventually(lambda: waiting() == 2, what="the reports waiting too")
        ended.result()
        taken.result()
    assert tally.kept(order_id) == tally.recounted(order_id)


def waiting() -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(text(WAITING)).scalar_one())


def end(app: Flask, order_id: UUID) -> None:
    with app.app_context():
        stop.hold_ending(order_id)
        stop.end([order_id], reason="cancelled", at=product_clock.now(), by=None)
        database.session.commit()


def take(app: Flask, said: list[Report]) -> None:
    with app.app_context():
        take_receipts(said)
        database.session.commit()


@pytest.mark.usefixtures("committed", "clock")
def test_reports_of_one_order_do_not_queue_for_a_first_that_none_of_them_can_be() -> None:
    """For most of an order's life nobody has arrived: that alone must not make every report wait for every other."""
    cast = Cast()
    first, second = orders.crowd(2, DONGHE_WEST)
    order = sent_order(cast.commander, [(Named(first), DONGHE_WEST), (Named(second), DONGHE_WEST)])
    take_receipts([report(order, first, "shown")])
    database.session.commit()
    with database.engine.connect() as other:
        other.execute(text("SELECT FROM order_progress WHERE order_id = :id FOR UPDATE"), {"id": order.id})
        database.session.execute(text("SET LOCAL lock_timeout = '2s'"))
        [taken] = take_receipts([report(order, second, "shown")])
        database.session.commit()
    assert taken.state.name == "shown"


@pytest.mark.usefixtures("committed", "clock")
def test_an_answer_rings_the_other_screens_of_whoever_gave_it_and_what_a_phone_says_by_itself_does_not(
    database_url: str,
) -> None:
    cast = Cast()
    [speaker, silent] = orders.crowd(2, DONGHE_WEST)
    order = sent_order(cast.commander, [(Named(one), DONGHE_WEST) for one in (speaker, silent)])
    database.session.commit()
    with psycopg.connect(database_url, autocommit=True) as screen:
        screen.execute("LISTEN facts")
        take_receipts([report(order, speaker, "acknowledged"), report(order, silent, "shown")])
        database.session.commit()
        heard = [orjson.loads(note.payload) for note in screen.notifies(timeout=5, stop_after=2)]
    named = {hint["kind"]: hint.get("people") for hint in heard}
    assert named == {"receipt.taken": None, "order.mine": [str(speaker)]}
