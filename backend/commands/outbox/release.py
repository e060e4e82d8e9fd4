"""Let go of batches in which nothing is under way any more, and stamp the orders that are all out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.core.facts import record


def release(session: Session, batch_ids: Sequence[int], now: datetime) -> None:
    """A batch is done when nobody in it is owed anything, or its order has ended; else it is due at its next try.

    The caller holds the batches.
    """
    if batch_ids:
        let_go = session.execute(text(RELEASE), {"batches": list(batch_ids), "now": now}).all()
        if any(row.ended for row in let_go):
            # A correction may have waited for just this.
            session.execute(text("NOTIFY sender"))


def stamp_finished(session: Session) -> None:
    """Say of each order, once, when its last recipient was accepted. Never waits for a lock."""
    for row in session.execute(text(STAMP_ALL)):
        data = {"accepted_at": row.all_accepted_at.isoformat()}
        record("order.accepted", ("order", row.order_id), area_path=row.area_path, data=data)


# Under way is what was due when the batch was claimed and has not been settled since. By the batch alone: of a new
# order the planner has seen no row, and would read all of them for each batch.
RELEASE = """
WITH rest AS MATERIALIZED (
    SELECT batch.id, its.next_try_at, order_progress.ended_at IS NOT NULL AS ended
    FROM delivery_batch AS batch
    JOIN order_progress ON order_progress.order_id = batch.order_id
    CROSS JOIN LATERAL (
        SELECT min(next_try_at) AS next_try_at, coalesce(bool_and(next_try_at > batch.claimed_at), true) AS is_over
        FROM delivery WHERE delivery.batch_id = batch.id
    ) AS its
    WHERE batch.id = ANY(CAST(:batches AS bigint[])) AND its.is_over
)
UPDATE delivery_batch
SET claimed_by = NULL,
    done_at = CASE WHEN rest.next_try_at IS NULL OR rest.ended THEN CAST(:now AS timestamptz) END,
    due_at = coalesce(rest.next_try_at, due_at)
FROM rest
WHERE delivery_batch.id = rest.id AND delivery_batch.claimed_by IS NOT NULL
RETURNING rest.ended
"""

# Skips a row that a receipt or an ending holds: whoever claims next looks again.
STAMP_ALL = """
WITH out AS (
    SELECT order_id FROM order_progress
    WHERE all_accepted_at IS NULL AND first_accepted_at IS NOT NULL AND ended_at IS NULL
        AND NOT EXISTS (
            SELECT FROM delivery_batch
            WHERE delivery_batch.order_id = order_progress.order_id AND delivery_batch.done_at IS NULL
        )
    FOR NO KEY UPDATE SKIP LOCKED
), span AS (
    SELECT out.order_id, min(delivery.accepted_at) AS first, max(delivery.accepted_at) AS last
    FROM out JOIN delivery ON delivery.order_id = out.order_id
    GROUP BY out.order_id
)
UPDATE order_progress SET first_accepted_at = least(first_accepted_at, span.first), all_accepted_at = span.last
FROM span JOIN orders ON orders.id = span.order_id
WHERE order_progress.order_id = span.order_id
RETURNING order_progress.order_id, order_progress.all_accepted_at, orders.area_path
"""
