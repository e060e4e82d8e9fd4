"""The rows of an order that the planner has never seen are found by their key, however many other orders it knows."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import orjson
import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import TextClause, insert, select, text

from backend.commands.actions import take_receipts_rows
from backend.commands.ladder import settle as ladder_settle
from backend.commands.models.delivery import Delivery, DeliveryBatch, Receipt
from backend.commands.outbox import accepted, claim, release, settle, unsent
from backend.commands.queries import forecast, standings
from backend.commands.rules.receipt_ladder import ANSWERS, State
from backend.core import clock as core_clock
from backend.core.db import fetch_by_key, uuid7, without_nested_loops
from tests import cast as places
from tests.builders import orders
from tests.cast import Cast

CROWD = 3_000
ASKED = 20
MANY = 600


@pytest.fixture
def asked(db: SQLAlchemy, cast: Cast) -> dict[str, Any]:
    """Some recipients of an order that was issued after the statistics were taken."""
    orders.crowd(CROWD, places.DONGHE_WEST)
    for _ in range(3):
        orders.planned(cast.chaoming_commander, places.DONGHE)
    db.session.flush()
    db.session.execute(text("ANALYZE delivery, delivery_batch"))
    new = orders.planned(cast.chaoming_commander, places.DONGHE)
    people = select(Delivery.person_id).where(Delivery.order_id == new.id).order_by(Delivery.person_id).limit(ASKED)
    batch = db.session.scalar(select(DeliveryBatch.id).where(DeliveryBatch.order_id == new.id).limit(1))
    none, now = [None] * ASKED, core_clock.now()
    return {
        "orders": [new.id] * ASKED, "people": db.session.scalars(people).all(), "states": [1] * ASKED,
        "accepted_ats": [now] * ASKED, "next_try_ats": none, "remainings": none, "tries": [1] * ASKED,
        "statuses": [201] * ASKED, "ats": [now] * ASKED, "accepted": 10, "channel": "webpush",
        "answers": none, "answered_ats": none, "batches": [batch],
        "now": now, "subscriptions": [new.id] * ASKED,
        "steps": [1] * ASKED, "channels": ["sms"] * ASKED,
    }  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [accepted.ACCEPT, settle.HOLD, settle.WRITE, claim.HOLD, claim.KEEP_SEVERAL, claim.MARK_NOWHERE, release.RELEASE,
     standings.RECIPIENTS, take_receipts_rows.MOVE, unsent.STOP, ladder_settle.HOLD_PEOPLE, ladder_settle.HOLD,
     ladder_settle.REACH],
)  # fmt: skip
def test_nobody_is_read_who_was_not_asked_for(db: SQLAlchemy, asked: dict[str, Any], statement: str) -> None:
    said = text(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")
    top = explained(db, said, {name: asked[name] for name in said._bindparams})
    read = sum(rows_of(node) for node in nodes(top["Plan"]) if node.get("Relation Name", "").startswith("delivery_p_"))
    # A whole batch where a batch was asked for; never the order, and never each with each.
    assert read <= 2 * 500
    assert sum(node.get("Rows Removed by Join Filter", 0) for node in nodes(top["Plan"])) < CROWD


@pytest.mark.parametrize("statement", [accepted.ACCEPT, settle.HOLD, standings.RECIPIENTS, take_receipts_rows.MOVE])
def test_hundreds_at_once_are_fetched_by_their_key_and_never_looked_for_among_all(
    db: SQLAlchemy, asked: dict[str, Any], statement: str
) -> None:
    people = db.session.scalars(select(Delivery.person_id).where(Delivery.order_id == asked["orders"][0])).all()[:MANY]
    many = {name: MANY * given[:1] if isinstance(given, list) else given for name, given in asked.items()}
    fetch_by_key()
    said = text(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")
    top = explained(db, said, {name: {**many, "people": people}[name] for name in said._bindparams})
    read = sum(rows_of(node) for node in nodes(top["Plan"]) if node.get("Relation Name", "").startswith("delivery_p_"))
    assert read <= 2 * MANY
    assert not [
        node for node in nodes(top["Plan"]) if "Hash Join" in node["Node Type"] or "Gather" in node["Node Type"]
    ]


def test_batches_that_wait_for_none_are_not_looked_for_among_all(db: SQLAlchemy, asked: dict[str, Any]) -> None:
    free = claim.due_and_free().params(now=core_clock.now(), count=4)
    said = free.compile(db.engine, compile_kwargs={"literal_binds": True})
    top = explained(db, text(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {said}"), {})
    assert top["Plan"]["Actual Rows"] == 4
    waited_for = [node for node in nodes(top["Plan"]) if node.get("Alias") == "delivery_batch_1"]
    assert waited_for
    assert not any(node["Actual Loops"] for node in waited_for)


def test_of_answers_that_come_by_the_thousand_only_those_of_who_answers_again_are_read(
    db: SQLAlchemy, asked: dict[str, Any]
) -> None:
    order_id, people = asked["orders"][0], db.session.scalars(select(Delivery.person_id).distinct()).all()
    older = db.session.scalars(select(Delivery.order_id).where(Delivery.order_id != order_id).limit(1)).one()
    db.session.execute(insert(Receipt), answers_to(older, people))
    db.session.execute(text("ANALYZE receipt"))
    rows = answers_to(order_id, people)
    db.session.execute(insert(Receipt), rows)
    many = {"orders": [order_id] * MANY, "ids": [row["id"] for row in rows[:MANY]], "people": people[:MANY]}
    many["answered"] = many["orders"]
    fetch_by_key()
    explain = text(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {standings.EARLIER}")
    top = explained(db, explain, {**many, "answers": sorted(ANSWERS)})
    assert len(rows) > 4 * MANY
    assert top["Plan"]["Actual Rows"] == MANY
    read = sum(rows_of(node) for node in nodes(top["Plan"]) if node.get("Relation Name", "").startswith("receipt_p_"))
    assert read == 2 * MANY


def answers_to(order_id: UUID, people: Sequence[UUID]) -> list[dict[str, Any]]:
    said = {"state": State.acknowledged, "clock_offset_ms": 0, "via": "token"}
    now = {"device_at": core_clock.now(), "server_at": core_clock.now()}
    return [{"order_id": order_id, "id": uuid7(), "person_id": person, **said, **now} for person in people]


def test_whom_a_forecast_is_about_is_never_compared_with_everybody(db: SQLAlchemy, asked: dict[str, Any]) -> None:
    ways = forecast.of_order(asked["orders"][0], [], sent=core_clock.now())
    said = ways.compile(db.engine, compile_kwargs={"literal_binds": True})
    with without_nested_loops():
        top = explained(db, text(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {said}"), {})
    assert top["Plan"]["Actual Rows"] >= CROWD
    assert not [node for node in nodes(top["Plan"]) if node["Node Type"] == "Nested Loop"]
    assert db.session.scalar(text("SHOW enable_nestloop")) == "on"


def explained(db: SQLAlchemy, said: TextClause, asked: dict[str, Any]) -> dict[str, Any]:
    (told,) = db.session.execute(said, asked).scalars()
    [top] = told if isinstance(told, list) else orjson.loads(told)
    plan: dict[str, Any] = top
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


def rows_of(node: dict[str, Any]) -> float:
    return (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
