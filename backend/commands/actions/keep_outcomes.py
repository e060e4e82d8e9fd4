"""Compare what was expected of orders with what became of them, and keep both: the next forecast begins with it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, exists, or_, select, text

from backend.commands.models.forecast import ForecastPerson, OrderForecast
from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries.stand_ins import YES
from backend.commands.rules import forecast as rule
from backend.commands.rules.lifecycle import CANCELLED, SUPERSEDED
from backend.core import clock
from backend.core.db import db

AT_ONCE = 50


def keep_outcomes() -> int:
    """Safe to run twice, and by two workers at once; returns for how many orders."""
    now = clock.now()
    due = (
        select(OrderForecast)
        .where(OrderForecast.kept_at.is_(None), OrderForecast.due_at <= now, _has_ended(now))
        .order_by(OrderForecast.due_at, OrderForecast.order_id, OrderForecast.way)
        .limit(AT_ONCE * len(rule.WAYS))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    of_order: defaultdict[UUID, list[OrderForecast]] = defaultdict(list)
    for row in db.session.scalars(due):
        of_order[row.order_id].append(row)
    for order_id, ways in of_order.items():
        _keep(order_id, ways, now)
    db.session.flush()
    return len(of_order)


def _has_ended(now: datetime) -> Any:
    over = or_(OrderProgress.ended_at.is_not(None), Order.expires <= now)
    here = (Order.id == OrderForecast.order_id, OrderProgress.order_id == OrderForecast.order_id, over)
    return exists().where(*here)


def _keep(order_id: UUID, ways: Sequence[OrderForecast], now: datetime) -> None:
    """What was taken back or replaced within its time says nothing of who would have answered: it is kept as none."""
    columns = {"order_id": order_id, "horizon_s": rule.HORIZON_S, "yes": YES}
    found: dict[str, Row[Any]] = {row.way: row for row in db.session.execute(text(OUTCOME), columns)}
    cut_short = _was_cut_short(order_id)
    for way in ways:
        row = found.get(way.way)
        way.kept_at = now
        if cut_short or row is None:
            # Nobody is counted, so that what comes after learns nothing from it.
            continue
        way.acknowledged, way.median_s = row.acknowledged, row.median_s
        way.brier = rule.brier(way.expected_share, people=way.people, acknowledged=row.acknowledged)
    db.session.execute(delete(ForecastPerson).where(ForecastPerson.order_id == order_id))


def _was_cut_short(order_id: UUID) -> bool:
    progress = db.session.get_one(OrderProgress, order_id, populate_existing=True)
    sent = db.session.get_one(Order, order_id).sent
    if progress.ended_at is None or progress.ended_reason not in {CANCELLED, SUPERSEDED}:
        return False
    return (progress.ended_at - sent).total_seconds() < rule.HORIZON_S


OUTCOME = """
SELECT person.way, count(*) FILTER (WHERE said.in_time) AS acknowledged,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY said.seconds) FILTER (WHERE said.in_time) AS median_s
FROM forecast_person AS person
JOIN orders ON orders.id = person.order_id
JOIN delivery ON delivery.order_id = person.order_id AND delivery.person_id = person.person_id
CROSS JOIN LATERAL (
    SELECT extract(epoch FROM delivery.answered_at - orders.sent)::float8 AS seconds,
        delivery.state = ANY(CAST(:yes AS smallint[]))
            AND delivery.answered_at <= orders.sent + :horizon_s * interval '1 second' AS in_time
) AS said
WHERE person.order_id = :order_id
GROUP BY person.way
"""
