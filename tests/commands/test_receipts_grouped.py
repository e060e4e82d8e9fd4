"""Receipts that arrive together are written together, by a real web process; each gets its own answer."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import orjson
import urllib3
from sqlalchemy import func, select

from backend.commands.models.delivery import Delivery
from backend.commands.rules.receipt_token import Holder, seal
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.facts import Fact
from tests.builders import orders, tally
from tests.builders.sent_order import Named, receipts_of, sent_order
from tests.builders.web import is_waited_for
from tests.cast import DAOMAO_WEST, DONGHE_WEST, Cast
from tests.conftest import SECRET
from tests.e2e.waiting import eventually
from tests.stories.scene import said


def post(web: urllib3.HTTPConnectionPool, body: dict[str, Any]) -> tuple[int, str]:
    # The standard library's JSON, which writes half a character where others refuse to.
    reply = web.request("POST", "/api/receipts", body=json.dumps(body), headers={"Content-Type": "application/json"})
    told = orjson.loads(reply.data)
    return reply.status, told.get("code") or told["state"]


def test_each_of_many_receipts_at_once_gets_its_own_answer_from_a_shared_transaction(
    web: urllib3.HTTPConnectionPool, committed: object
) -> None:
    cast = Cast()
    crowd = orders.crowd(120, DONGHE_WEST)
    places = (DONGHE_WEST, DAOMAO_WEST)
    order = sent_order(cast.commander, [(Named(one), places[i % 2]) for i, one in enumerate(crowd)])
    order_id = str(order.id)
    database.session.commit()

    def by(person_id: UUID, state: str, **more: object) -> dict[str, Any]:
        return said(order_id, state, token=seal(SECRET, Holder(UUID(order_id), person_id)), **more)

    bodies = [(by(one, "acknowledged"), (200, "acknowledged")) for one in crowd]
    stranger = uuid7()
    bodies[10:10] = [(by(stranger, "shown"), (404, "order.not_found")) for _ in range(10)]
    bodies[40:40] = [(said(order_id, "shown", token="x"), (401, "receipt.token_invalid")) for _ in range(10)]
    # Half of a character is no text, and breaks whatever transaction it comes into.
    bodies[70:70] = [(by(crowd[0], "shown", note="\ud800"), (422, "request.unstorable")) for _ in range(3)]
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda pair: post(web, pair[0]), bodies))
    assert answers == [expected for _, expected in bodies]
    assert len(receipts_of(order)) == 120
    assert tally.kept(order.id) == tally.recounted(order.id)
    transactions = select(func.count(Fact.xid.distinct())).where(Fact.kind == "receipt.taken")
    assert database.session.scalar(transactions) < 100


def test_one_receipt_alone_goes_at_once(web: urllib3.HTTPConnectionPool, committed: object) -> None:
    cast = Cast()
    order = sent_order(cast.commander, [(cast.volunteer, DAOMAO_WEST)])
    token = seal(SECRET, Holder(order.id, cast.volunteer.id))
    database.session.commit()
    body = said(str(order.id), "acknowledged", token=token)
    assert [post(web, body) for _ in range(3)] == [(200, "acknowledged")] * 3
    assert post(web, said(str(order.id), "declined", token=token)) == (409, "receipt.token_used")
    assert len(receipts_of(order)) == 1


def test_a_receipt_that_waits_for_a_lock_keeps_nobody_else_waiting(
    web: urllib3.HTTPConnectionPool, committed: object
) -> None:
    """Whoever holds the lock may be another request of the same process, who is never to wait for the receipt."""
    cast = Cast()
    order = sent_order(cast.commander, [(cast.volunteer, DAOMAO_WEST)])
    body = said(str(order.id), "acknowledged", token=seal(SECRET, Holder(order.id, cast.volunteer.id)))
    database.session.commit()
    database.session.execute(select(Delivery).where(Delivery.order_id == order.id).with_for_update())
    with ThreadPoolExecutor(1) as pool:
        reported = pool.submit(post, web, body)
        eventually(is_waited_for, within=30, what="the receipt at the lock")
        assert web.request("GET", "/api/time").status == 200
        assert not reported.done()
        database.session.commit()
        assert reported.result() == (200, "acknowledged")
