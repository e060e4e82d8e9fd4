"""Who is still silent when a step falls due: of the gravest orders first, each row held until the transaction ends."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

#: batches looked into at once, and how many in one are still silent by then
_BATCHES = 40
_LEFT_OF_A_BATCH = 50


def due(session: Session, channel: str, limit: int, now: datetime) -> list[Row[*tuple[Any, ...]]]:
    """At most `limit` people who are not at that step yet; a batch in which nobody is left is done."""
    count = max(1, min(limit // _LEFT_OF_A_BATCH, _BATCHES))
    while batches := session.execute(text(BATCHES), {"channel": channel, "now": now, "count": count}).all():
        ids = [batch.id for batch in batches if batch.severity_rank == batches[0].severity_rank]
        if rows := session.execute(text(SILENT), {"batches": ids, "limit": limit}).all():
            return list(rows)
        if not session.execute(text(DONE), {"batches": ids, "now": now}).all():
            # Those who are left are just answering, or somebody else tells them.
            break
    return []


def is_graver(session: Session, channel: str, now: datetime) -> bool:
    """Whether who falls due is told of something graver than those who wait the longest for another try.

    Where a gateway refuses for hours the tries of one order would hold up the correction of another.
    """
    return bool(session.scalar(text(GRAVER), {"channel": channel, "now": now}))


GRAVER = """
SELECT (
    SELECT ladder_batch.severity_rank
    FROM ladder_batch
    JOIN orders ON orders.id = ladder_batch.order_id
    JOIN order_progress ON order_progress.order_id = ladder_batch.order_id
    WHERE ladder_batch.channel = :channel AND ladder_batch.done_at IS NULL AND ladder_batch.due_at <= :now
        AND order_progress.ended_at IS NULL AND orders.expires > :now
    ORDER BY ladder_batch.severity_rank LIMIT 1
) < (
    SELECT (
        SELECT severity_rank FROM ladder_batch
        WHERE ladder_batch.order_id = delivery_step.order_id AND ladder_batch.step = delivery_step.step LIMIT 1
    )
    FROM delivery_step
    WHERE channel = :channel AND state = 'waiting' AND next_try_at <= :now
    ORDER BY next_try_at LIMIT 1
)
"""

BATCHES = """
SELECT ladder_batch.id, ladder_batch.severity_rank
FROM ladder_batch
JOIN orders ON orders.id = ladder_batch.order_id
JOIN order_progress ON order_progress.order_id = ladder_batch.order_id
WHERE ladder_batch.channel = :channel AND ladder_batch.done_at IS NULL AND ladder_batch.due_at <= :now
    AND order_progress.ended_at IS NULL AND orders.expires > :now
ORDER BY ladder_batch.severity_rank, ladder_batch.due_at, ladder_batch.id
LIMIT :count FOR NO KEY UPDATE OF ladder_batch SKIP LOCKED
"""

# Who answers just now is passed over, never waited for: the next look finds him in peace.
# By the batch alone: of a new order the planner has seen no row, and would read all of them.
SILENT = """
SELECT delivery.order_id, delivery.person_id, ladder_batch.step, ladder_batch.channel, delivery.node_code,
    delivery.node_path, CAST(NULL AS text) AS state, person.phone, person.language,
    person_address.address AS named
FROM ladder_batch
JOIN delivery ON delivery.batch_id = ladder_batch.batch_id
JOIN person ON person.id = delivery.person_id AND person.active
LEFT JOIN person_address ON person_address.person_id = delivery.person_id
    AND person_address.channel = ladder_batch.channel
WHERE ladder_batch.id = ANY(CAST(:batches AS bigint[]))
    AND delivery.state BETWEEN 0 AND 39 AND delivery.answered_at IS NULL
    AND NOT EXISTS (
        SELECT FROM delivery_step WHERE delivery_step.order_id = delivery.order_id
            AND delivery_step.person_id = delivery.person_id AND delivery_step.step = ladder_batch.step
    )
ORDER BY delivery.order_id, delivery.person_id
LIMIT :limit FOR NO KEY UPDATE OF delivery SKIP LOCKED
"""

DONE = """
UPDATE ladder_batch SET done_at = :now
WHERE id = ANY(CAST(:batches AS bigint[])) AND NOT EXISTS (
    SELECT FROM delivery JOIN person ON person.id = delivery.person_id AND person.active
    WHERE delivery.batch_id = ladder_batch.batch_id AND delivery.state BETWEEN 0 AND 39
        AND delivery.answered_at IS NULL AND NOT EXISTS (
            SELECT FROM delivery_step WHERE delivery_step.order_id = delivery.order_id
                AND delivery_step.person_id = delivery.person_id AND delivery_step.step = ladder_batch.step
        )
)
RETURNING id
"""
