"""Make somebody a recipient of an order that is out already: the frozen list stays, and is one row longer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text, update

from backend.areas.rules.paths import ancestors
from backend.commands.actions.dispatch import wake_sender
from backend.commands.actions.move_tally import move_tally
from backend.commands.models.delivery import Delivery, DeliveryBatch
from backend.commands.models.order import OrderNode, OrderProgress
from backend.commands.rules.receipt_ladder import State
from backend.core import facts
from backend.core.db import db


def join(order_id: UUID, node: OrderNode, person_id: UUID, *, role: str | None, now: datetime) -> None:
    """In a batch of his own, due now. The caller holds the order's ending, so nobody else adds a batch."""
    db.session.execute(
        update(OrderProgress).where(OrderProgress.order_id == order_id).values(people=OrderProgress.people + 1)
    )
    batch = _batch(order_id, now)
    db.session.execute(text(CLIMB_THE_LADDER), {"order_id": order_id, "batch": batch.id, "now": now})
    db.session.add(
        Delivery(
            order_id=order_id,
            person_id=person_id,
            batch_id=batch.id,
            node_code=node.area_code,
            node_path=node.area_path,
            role=role,
            next_try_at=now,
        )
    )
    db.session.flush()
    above = [*ancestors(node.area_path), node.area_path]
    db.session.execute(
        update(OrderNode)
        .where(OrderNode.order_id == order_id, OrderNode.area_path.in_(above))
        .values(people=OrderNode.people + 1)
        .execution_options(synchronize_session="fetch")
    )
    move_tally({(order_id, node.area_code, State.planned): 1})
    wake_sender()
    facts.ring_people("order.mine", order_id, [person_id])


def _batch(order_id: UUID, now: datetime) -> DeliveryBatch:
    last, rank = db.session.execute(
        select(func.max(DeliveryBatch.no), func.min(DeliveryBatch.severity_rank)).where(
            DeliveryBatch.order_id == order_id
        )
    ).one()
    batch = DeliveryBatch(order_id=order_id, no=last + 1, severity_rank=rank, issued_at=now, due_at=now)
    db.session.add(batch)
    db.session.flush()
    return batch


# The order's own ladder, from the first step, by a clock that begins when he was asked.
CLIMB_THE_LADDER = """
INSERT INTO ladder_batch (order_id, step, channel, batch_id, severity_rank, due_at)
SELECT order_step.order_id, order_step.step, order_step.channel, batch.id, batch.severity_rank,
    CAST(:now AS timestamptz) + greatest(order_step.due_at - orders.sent, interval '0')
FROM order_step
JOIN orders ON orders.id = order_step.order_id
JOIN delivery_batch AS batch ON batch.id = :batch
WHERE order_step.order_id = :order_id
"""
