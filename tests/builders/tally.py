"""Counts an order's recipients again from their rows, to compare with the counters."""

from uuid import UUID

from sqlalchemy import func, select

from backend.commands.models.delivery import Delivery
from backend.commands.models.order import OrderTally
from backend.core.db import db

Counters = dict[tuple[str, int], int]


def kept(order_id: UUID) -> Counters:
    """What the counters say; those at zero are left out."""
    query = select(OrderTally.node_code, OrderTally.state, OrderTally.people).where(OrderTally.order_id == order_id)
    return {(node, state): people for node, state, people in db.session.execute(query) if people}


def recounted(order_id: UUID) -> Counters:
    query = select(Delivery.node_code, Delivery.state, func.count()).where(Delivery.order_id == order_id)
    rows = db.session.execute(query.group_by(Delivery.node_code, Delivery.state))
    return {(node, state): people for node, state, people in rows}
