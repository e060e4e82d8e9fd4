"""End orders: what no sender has taken yet is never sent.

Locks are taken in one order everywhere: the order's ending, batches, progress, deliveries, counters.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text, update

from backend.commands.models.delivery import DeliveryBatch
from backend.commands.models.ladder import LadderBatch
from backend.commands.models.order import OrderProgress
from backend.core.db import db

#: class of the advisory locks that say "this order is being ended"; the sender's own are class 7001
ENDING = 7002


def hold_ending(order_id: UUID) -> None:
    """Of two people who end the same order at once, the second waits here."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(:k, hashtext(:id))"), {"k": ENDING, "id": str(order_id)})


def may_hold_ending(order_id: UUID) -> bool:
    """The same without waiting."""
    query = text("SELECT pg_try_advisory_xact_lock(:k, hashtext(:id))")
    return bool(db.session.scalar(query, {"k": ENDING, "id": str(order_id)}))


def end(order_ids: Sequence[UUID], *, reason: str, at: datetime, by: UUID | None) -> set[UUID]:
    """Close the orders and mark their unsent deliveries superseded; returns those that were still open.

    The caller holds the ending of each.
    """
    _hold(order_ids, at)
    db.session.execute(text(STOP), {"order_ids": list(order_ids)})
    db.session.execute(text(STOP_STEPS), {"order_ids": list(order_ids)})
    db.session.execute(
        update(DeliveryBatch)
        .where(
            DeliveryBatch.order_id.in_(order_ids), DeliveryBatch.done_at.is_(None), DeliveryBatch.claimed_by.is_(None)
        )
        .values(done_at=at)
    )
    closed = (
        update(OrderProgress)
        .where(OrderProgress.order_id.in_(order_ids), OrderProgress.ended_at.is_(None))
        .values(ended_at=at, ended_reason=reason, ended_by_order_id=by)
        .returning(OrderProgress.order_id)
        .execution_options(synchronize_session=False)
    )
    return set(db.session.scalars(closed))


def _hold(order_ids: Sequence[UUID], at: datetime) -> None:
    """Wait for claims under way; later ones skip these batches, then find them done. No step is taken any more."""
    batches = select(DeliveryBatch.id).where(DeliveryBatch.order_id.in_(order_ids), DeliveryBatch.done_at.is_(None))
    db.session.execute(batches.order_by(DeliveryBatch.id).with_for_update()).all()
    # A claim of a step holds one of these before it holds people.
    steps = update(LadderBatch).where(LadderBatch.order_id.in_(order_ids), LadderBatch.done_at.is_(None))
    db.session.execute(steps.values(done_at=at).execution_options(synchronize_session=False))
    progress = select(OrderProgress.order_id).where(OrderProgress.order_id.in_(order_ids))
    db.session.execute(progress.order_by(OrderProgress.order_id).with_for_update(key_share=True)).all()


# One statement. Rows are held in the order of their key before they are changed: reports come for the same people.
# What a sender holds or has tried before may be on a device already, and is not called unsent.
STOP = """
WITH held AS (
    SELECT delivery.order_id, delivery.person_id
    FROM delivery JOIN delivery_batch ON delivery_batch.id = delivery.batch_id
    WHERE delivery.order_id = ANY(CAST(:order_ids AS uuid[]))
        AND delivery_batch.claimed_by IS NULL AND delivery_batch.done_at IS NULL
        AND delivery.state = 0 AND delivery.tries = 0 AND delivery.channel IS NULL AND delivery.next_try_at IS NOT NULL
    ORDER BY delivery.order_id, delivery.person_id FOR NO KEY UPDATE OF delivery
), stopped AS (
    UPDATE delivery SET state = -1, next_try_at = NULL
    FROM held
    WHERE delivery.order_id = held.order_id AND delivery.person_id = held.person_id
        AND delivery.order_id = ANY(CAST(:order_ids AS uuid[])) AND delivery.state = 0
    RETURNING delivery.order_id, delivery.node_code
), moved AS (
    SELECT order_id, node_code, count(*) AS people FROM stopped GROUP BY order_id, node_code
)
INSERT INTO order_tally (order_id, node_code, state, people)
SELECT order_id, node_code, state, people * sign
FROM moved CROSS JOIN (VALUES (-1, 1), (0, -1)) AS step (state, sign)
ORDER BY order_id, node_code, state
ON CONFLICT (order_id, node_code, state) DO UPDATE SET people = order_tally.people + excluded.people
"""

# What waits for its step or another try; what a sender holds may be on its way, and is settled by it.
STOP_STEPS = """
WITH held AS (
    SELECT order_id, person_id, step FROM delivery_step
    WHERE order_id = ANY(CAST(:order_ids AS uuid[])) AND state = 'waiting'
    ORDER BY order_id, person_id, step FOR NO KEY UPDATE
), stopped AS (
    UPDATE delivery_step SET state = 'stopped', next_try_at = NULL
    FROM held
    WHERE delivery_step.order_id = held.order_id AND delivery_step.person_id = held.person_id
        AND delivery_step.step = held.step AND delivery_step.state = 'waiting'
    RETURNING delivery_step.order_id, delivery_step.node_code, delivery_step.step
), moved AS (
    SELECT order_id, node_code, step, count(*) AS people FROM stopped GROUP BY order_id, node_code, step
)
INSERT INTO step_tally (order_id, node_code, step, state, people)
SELECT order_id, node_code, step, change.state, people * change.sign
FROM moved CROSS JOIN (VALUES ('stopped', 1), ('waiting', -1)) AS change (state, sign)
ORDER BY order_id, node_code, step, change.state
ON CONFLICT (order_id, node_code, step, state) DO UPDATE SET people = step_tally.people + excluded.people
"""
