"""Orders to few people in many small batches, so that a retraction meets every stage of their way in little time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from backend.core.db import db


def rebatch(order_id: UUID, size: int) -> None:
    """Deliveries of an order in batches of a few, as freezing makes them of hundreds; nobody has claimed one yet."""
    db.session.execute(text(SPLIT), {"order_id": order_id, "size": size})
    db.session.execute(text(MOVE), {"order_id": order_id, "size": size})


def stopped(order_id: UUID) -> set[UUID]:
    return _people("state = -1", [order_id])


def tried(order_id: UUID) -> set[UUID]:
    return _people("tries > 0", [order_id])


def recipients(order_id: UUID) -> set[UUID]:
    return _people("true", [order_id])


def left_open(order_id: UUID) -> set[UUID]:
    """Whom a sender had in its hands when it died: nobody knows whether it had sent."""
    query = """SELECT person_id FROM delivery JOIN delivery_batch ON delivery_batch.id = delivery.batch_id
        WHERE delivery.order_id = :order_id AND delivery_batch.done_at IS NULL"""
    return set(db.session.scalars(text(query), {"order_id": order_id}))


def under_way(order_ids: Sequence[UUID]) -> list[int]:
    """Batches that a living sender holds, or that one may still take up."""
    return list(db.session.scalars(text(UNDER_WAY), {"orders": list(order_ids)}))


def _people(where: str, orders: Sequence[UUID]) -> set[UUID]:
    query = text(f"SELECT person_id FROM delivery WHERE order_id = ANY(:orders) AND {where}")  # noqa: S608 - ours
    return set(db.session.scalars(query, {"orders": list(orders)}))


SPLIT = """
INSERT INTO delivery_batch (order_id, no, severity_rank, issued_at, due_at)
SELECT batch.order_id, part.no, batch.severity_rank, batch.issued_at, batch.due_at
FROM delivery_batch AS batch
CROSS JOIN generate_series(1, (SELECT (count(*) - 1) / :size FROM delivery WHERE order_id = :order_id)) AS part (no)
WHERE batch.order_id = :order_id AND batch.no = 0
"""

MOVE = """
UPDATE delivery SET batch_id = batch.id
FROM (
    SELECT person_id, (row_number() OVER (ORDER BY person_id) - 1) / :size AS no
    FROM delivery WHERE order_id = :order_id
) AS numbered
JOIN delivery_batch AS batch ON batch.order_id = :order_id AND batch.no = numbered.no
WHERE delivery.order_id = :order_id AND delivery.person_id = numbered.person_id
"""

UNDER_WAY = """
SELECT batch.id FROM delivery_batch AS batch JOIN order_progress USING (order_id)
WHERE order_id = ANY(CAST(:orders AS uuid[])) AND done_at IS NULL AND (ended_at IS NULL OR claimed_by IN (
    SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = 7001 AND granted
))
"""
