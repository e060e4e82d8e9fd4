"""Figures of real orders and of drills: how soon they were out, who was reached, who answered in five minutes."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from backend.commands.models.order import Order, OrderProgress
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.stopwatch import ANSWERED_ALLOWED_S, seconds_between, tapped
from backend.core.db import db
from backend.indicators.queries.sources.made import ByPath, Counted, Source, by_sql

# Keyed by the time inside the order's id, as deliveries are: only the months in question are looked at.
DELIVERED = """
SELECT node_path, count(*) FILTER (WHERE delivery.accepted_at IS NOT NULL), count(*)
FROM orders JOIN delivery ON delivery.order_id = orders.id
WHERE orders.sent >= :begin AND orders.sent < :end AND orders.status = 'Actual' AND orders.references_id IS NULL
GROUP BY node_path
"""
ACKNOWLEDGED = """
SELECT node_path, count(*) FILTER (
    WHERE delivery.answer = :acknowledged AND delivery.answered_at <= orders.sent + make_interval(secs => :within)
), count(*)
FROM orders JOIN delivery ON delivery.order_id = orders.id
WHERE orders.sent >= :begin AND orders.sent < :end AND orders.status = 'Actual' AND orders.references_id IS NULL
GROUP BY node_path
"""
DRILLS = """
SELECT drill.area_path, count(*) FROM drill JOIN orders ON orders.id = drill.order_id
WHERE drill.state = 'finished' AND orders.sent >= :begin AND orders.sent < :end GROUP BY drill.area_path
"""


def issue_time(begin: datetime, end: datetime) -> ByPath:
    """Seconds from opening one-key emergency until the last required channel had accepted, and how many orders."""
    real = (Order.sent >= begin, Order.sent < end, Order.status == "Actual", Order.references_id.is_(None))
    query = select(Order.area_path, Order.stamps, OrderProgress.all_accepted_at)
    joined = query.join(OrderProgress, OrderProgress.order_id == Order.id).where(*real)
    found: dict[str, Counted] = {}
    for path, stamps, accepted_at in db.session.execute(joined):
        seconds = seconds_between(tapped(stamps)["opened"], accepted_at)
        if seconds is not None:
            known = found.get(path, Counted(Decimal(0)))
            found[path] = Counted(known.numerator + Decimal(str(seconds)), known.denominator + 1)
    return found


def sources() -> Iterable[tuple[str, Source]]:
    yield "commands.accepted", Source(by_sql(DELIVERED))
    answered = by_sql(ACKNOWLEDGED, acknowledged=int(State.acknowledged), within=ANSWERED_ALLOWED_S)
    yield "commands.acknowledged", Source(answered)
    yield "commands.issue_time", Source(issue_time)
    yield "commands.drills", Source(by_sql(DRILLS))
