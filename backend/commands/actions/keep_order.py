"""Make a follow-up wait for what is still on its way to the same people: it must never be overtaken by it."""

from uuid import UUID

from sqlalchemy import text

from backend.core.db import db


def keep_order(root_id: UUID, follower_id: UUID) -> None:
    """Batch by batch: whoever has nothing under way is told at once. The caller holds the open batches of the chain."""
    db.session.execute(text(WAIT), {"root_id": root_id, "follower_id": follower_id})


WAIT = """
UPDATE delivery_batch SET waits_for = theirs.batches
FROM (
    SELECT follower.batch_id, array_agg(DISTINCT held.id) AS batches
    FROM orders
    JOIN delivery_batch AS held ON held.order_id = orders.id AND held.claimed_by IS NOT NULL AND held.done_at IS NULL
    JOIN delivery ON delivery.order_id = held.order_id AND delivery.batch_id = held.id
    JOIN delivery AS follower ON follower.order_id = :follower_id AND follower.person_id = delivery.person_id
    WHERE orders.root_id = :root_id
    GROUP BY follower.batch_id
) AS theirs
WHERE delivery_batch.id = theirs.batch_id
"""
