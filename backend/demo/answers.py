"""What came back from a drill's recipients: written set by set, drawn from one seed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import select, text

from backend.commands.models.delivery import Delivery
from backend.commands.models.order import Order
from backend.commands.rules.receipt_ladder import State
from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.facts import record
from backend.identity.models import Person

#: seconds until the last gateway has taken the last message
GATEWAY_S = (2.0, 9.8)
#: how unlike people are; the logarithm of their seconds
SPREAD = 0.55
#: the responsible people wait for it
LEAD_S = (12.0, 75.0)


@dataclass(frozen=True, slots=True)
class Manners:
    """Of the recipients, the share that a phone leads to; of those, who says nothing; and how fast the others are."""

    reached: float
    silent: float
    median_s: float


def answer(order_id: UUID, random: np.random.Generator, manners: Manners) -> None:
    """Gateways, phones and people, in the first minutes; the order is left for the clock to end."""
    order = db.session.get_one(Order, order_id)
    rows = _drawn(order, random, manners)
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    db.session.execute(text(ANSWERED), {"order": order_id, **columns})
    for state in (State.shown, State.acknowledged):
        _receipts(order_id, rows, state)
    for statement in (FORGET, COUNT, DONE, STAMPED):
        db.session.execute(text(statement), {"order": order_id})
    _tell(order)


def _drawn(order: Order, random: np.random.Generator, manners: Manners) -> list[dict[str, Any]]:
    """One row per recipient, in an order that is the same every time."""
    query = (
        select(Delivery.person_id, Delivery.role)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.order_id == order.id)
        .order_by(Delivery.node_path, Person.phone, Person.name)
    )
    people = db.session.execute(query).all()
    count = len(people)
    leads = np.array([person.role != "volunteer" for person in people])
    is_reached = leads | (random.random(count) < manners.reached)
    is_silent = ~leads & (random.random(count) < manners.silent)
    accepted = random.uniform(*GATEWAY_S, count)
    shown = accepted + random.uniform(0.4, 3.0, count)
    said = shown + random.lognormal(np.log(manners.median_s), SPREAD, count)
    said = np.where(leads, shown + random.uniform(*LEAD_S, count), said)
    return [
        _row(person.person_id, order.sent, times, reached=bool(reached), silent=bool(silent))
        for person, times, reached, silent in zip(
            people, zip(accepted, shown, said, strict=True), is_reached, is_silent, strict=True
        )
    ]


def _row(
    person_id: UUID, sent: datetime, seconds: tuple[float, float, float], *, reached: bool, silent: bool
) -> dict[str, Any]:
    accepted, shown, said = (sent + timedelta(seconds=round(float(second), 3)) for second in seconds)
    state = State.planned if not reached else State.shown if silent else State.acknowledged
    return {
        "people": person_id,
        "states": state,
        "accepted_ats": accepted if reached else None,
        "shown_ats": shown if reached else None,
        "said_ats": said if state == State.acknowledged else None,
    }


def _receipts(order_id: UUID, rows: list[dict[str, Any]], state: State) -> None:
    at = "shown_ats" if state == State.shown else "said_ats"
    told = [row for row in rows if row[at] is not None]
    columns = {
        "ids": [uuid7() for _ in told],
        "people": [row["people"] for row in told],
        "ats": [row[at] for row in told],
    }
    db.session.execute(text(RECEIPTS), {"order": order_id, "state": state, **columns})


def _tell(order: Order) -> None:
    """The few facts of an order that its timeline is made of, each when it happened."""
    first = db.session.execute(text(FIRSTS), {"order": order.id}).one()
    for kind, at in zip(("order.first_shown", "order.accepted", "order.first_acknowledged"), first, strict=True):
        clock.hold(at)
        record(kind, ("order", order.id), area_path=order.area_path)


ANSWERED = """
UPDATE delivery SET state = said.state, accepted_at = said.accepted_at, answered_at = said.said_at,
    answer = CASE WHEN said.said_at IS NOT NULL THEN 40 END,
    channel = CASE WHEN said.accepted_at IS NULL THEN 'none' ELSE 'webpush' END,
    last_status = CASE WHEN said.accepted_at IS NOT NULL THEN 201 END,
    tries = CASE WHEN said.accepted_at IS NULL THEN 0 ELSE 1 END, next_try_at = NULL
FROM unnest(
    CAST(:people AS uuid[]), CAST(:states AS smallint[]), CAST(:accepted_ats AS timestamptz[]),
    CAST(:shown_ats AS timestamptz[]), CAST(:said_ats AS timestamptz[])
) AS said (person_id, state, accepted_at, shown_at, said_at)
WHERE delivery.order_id = :order AND delivery.person_id = said.person_id
"""

RECEIPTS = """
INSERT INTO receipt (order_id, id, person_id, state, device_at, server_at, clock_offset_ms, via)
SELECT :order, id, person_id, :state, at, at, 0, 'token'
FROM unnest(CAST(:ids AS uuid[]), CAST(:people AS uuid[]), CAST(:ats AS timestamptz[])) AS said (id, person_id, at)
"""

FORGET = "DELETE FROM order_tally WHERE order_id = :order"

COUNT = """
INSERT INTO order_tally (order_id, node_code, state, people)
SELECT order_id, node_code, state, count(*) FROM delivery WHERE order_id = :order GROUP BY order_id, node_code, state
"""

DONE = """
UPDATE delivery_batch SET done_at = span.last
FROM (SELECT max(accepted_at) AS last FROM delivery WHERE order_id = :order) AS span
WHERE order_id = :order
"""

STAMPED = """
UPDATE order_progress SET first_accepted_at = sent.first, all_accepted_at = sent.last,
    first_shown_at = heard.shown, first_acknowledged_at = heard.acknowledged
FROM (SELECT min(accepted_at) AS first, max(accepted_at) AS last FROM delivery WHERE order_id = :order) AS sent,
    (SELECT min(server_at) FILTER (WHERE state = 20) AS shown,
        min(server_at) FILTER (WHERE state = 40) AS acknowledged FROM receipt WHERE order_id = :order) AS heard
WHERE order_id = :order
"""

FIRSTS = "SELECT first_shown_at, all_accepted_at, first_acknowledged_at FROM order_progress WHERE order_id = :order"
