"""Say once of each order that its time has run out; and close what its senders left open."""

from datetime import datetime

from sqlalchemy import select

from backend.commands.actions import stop
from backend.commands.models.order import Order, OrderProgress
from backend.commands.rules import lifecycle
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record


def expire() -> int:
    """Safe to run twice, and by two workers at once; returns how many."""
    now = clock.now()
    run_out = {order.id: order for order in _run_out(now) if stop.may_hold_ending(order.id)}
    # Somebody may have ended one of them before its ending was held: only what was still open is told.
    for order_id in sorted(stop.end(list(run_out), reason=lifecycle.EXPIRED, at=now, by=None)):
        order = run_out[order_id]
        record("order.expired", ("order", order_id), area_path=order.area_path, data={"identifier": order.identifier})
    return len(run_out)


def _run_out(now: datetime) -> list[Order]:
    query = (
        select(Order)
        .join(OrderProgress, OrderProgress.order_id == Order.id)
        .where(OrderProgress.ended_at.is_(None), Order.expires <= now)
        .order_by(Order.id)
    )
    return list(db.session.scalars(query))
