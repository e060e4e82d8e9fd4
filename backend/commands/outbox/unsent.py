"""What came back unsent after its order had ended: it never leaves, and its correction has nobody there to correct."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.commands.actions.move_tally import move_tally
from backend.commands.rules.receipt_ladder import State

Recipient = tuple[UUID, UUID]


def stop_unsent(session: Session, recipients: Collection[Recipient]) -> None:
    """The caller holds the recipients; the follower's batches wait for theirs, so no sender has taken them up."""
    if not recipients:
        return
    orders, people = zip(*sorted(recipients), strict=True)
    columns = {"orders": list(orders), "people": list(people)}
    stopped = session.execute(text(STOP), columns).all()
    if stopped:
        of_these = {"orders": [row.order_id for row in stopped], "people": [row.person_id for row in stopped]}
        stopped = [*stopped, *session.execute(text(STOP_FOLLOWERS), of_these).all()]
    changes: Counter[tuple[UUID, str, int]] = Counter()
    for row in stopped:
        changes[row.order_id, row.node_code, State.planned] -= 1
        changes[row.order_id, row.node_code, State.superseded] += 1
    move_tally(changes)


STOP = """
UPDATE delivery SET state = -1, next_try_at = NULL, remaining = NULL
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[])) AS given (order_id, person_id)
JOIN order_progress ON order_progress.order_id = given.order_id AND order_progress.ended_at IS NOT NULL
WHERE delivery.order_id = given.order_id AND delivery.person_id = given.person_id
    AND delivery.state = 0 AND delivery.tries = 0 AND delivery.channel IS NULL AND delivery.next_try_at IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM delivery_step AS told
        WHERE told.order_id = delivery.order_id AND told.person_id = delivery.person_id
            AND told.claimed_at IS NOT NULL AND told.state <> 'failed'
    )
RETURNING delivery.order_id, delivery.person_id, delivery.node_code
"""

# Who has another order of the chain, or may have it, still hears that it is over. An order is older than what follows
# it, so its rows come first by their key, as everywhere.
STOP_FOLLOWERS = """
WITH held AS (
    SELECT follower.order_id, follower.person_id
    FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[])) AS given (order_id, person_id)
    JOIN orders AS ended ON ended.id = given.order_id
    JOIN orders AS last ON last.root_id = ended.root_id AND last.kind IN ('correction', 'all_clear')
    JOIN delivery AS follower ON follower.order_id = last.id AND follower.person_id = given.person_id
    WHERE follower.state = 0 AND follower.tries = 0 AND follower.channel IS NULL AND follower.next_try_at IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM orders AS other JOIN delivery AS had ON had.order_id = other.id
            WHERE other.root_id = ended.root_id AND other.id NOT IN (ended.id, last.id)
                AND had.person_id = given.person_id AND (had.state > 0 OR had.tries > 0 OR had.channel IS NOT NULL)
        )
        AND NOT EXISTS (
            SELECT FROM orders AS other JOIN delivery_step AS told ON told.order_id = other.id
            WHERE other.root_id = ended.root_id AND told.person_id = given.person_id
                AND told.claimed_at IS NOT NULL AND told.state <> 'failed'
        )
    ORDER BY follower.order_id, follower.person_id FOR NO KEY UPDATE OF follower
)
UPDATE delivery SET state = -1, next_try_at = NULL
FROM held WHERE delivery.order_id = held.order_id AND delivery.person_id = held.person_id
RETURNING delivery.order_id, delivery.person_id, delivery.node_code
"""
