"""Write down what became of a step's messages: in bulk, counted exactly; who was told is reached, whoever told him."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from backend.commands.actions.move_step_tally import Counter as StepCounter
from backend.commands.actions.move_step_tally import move_step_tally
from backend.commands.actions.move_tally import move_tally
from backend.commands.ladder.claim import Key
from backend.commands.ladder.move_on import move_on
from backend.commands.rules.outcome import TRY_AGAIN
from backend.commands.rules.receipt_ladder import State
from backend.core import clock
from backend.core.facts import ring
from backend.push.channels.envelope import Result

Line = Row[*tuple[Any, ...]]


def settle(session: Session, results: Sequence[Result]) -> None:
    """Locks as everybody takes them: recipients, their steps, counters of recipients, counters of steps."""
    by_key: dict[tuple[UUID, UUID, int], Result] = {}
    for result in results:
        assert isinstance(result.key, Key)
        by_key[result.key[:3]] = result
    if not by_key:
        return
    rows = hold(session, list(by_key))
    after = {_key(row): _after(by_key[_key(row)], row) for row in rows}
    _write(session, rows, by_key, after)
    _reach(session, [row for row in rows if by_key[_key(row)].outcome == "accepted"], by_key)
    # Where nothing was tried, the channel is closed or the order has expired: no reason to hurry.
    refused = [row for row in rows if after[_key(row)][0] == "failed" and by_key[_key(row)].status]
    changes = move_on(session, refused, clock.now())
    _count(rows, after, changes)
    move_step_tally(changes)
    tell(rows)


def hold(session: Session, keys: Sequence[tuple[UUID, UUID, int]]) -> Sequence[Line]:
    """The recipients first, then their steps, each in the order of the key."""
    asked = sorted(set(keys))
    columns = {
        "orders": [order_id for order_id, _, _ in asked],
        "people": [person_id for _, person_id, _ in asked],
        "steps": [step for _, _, step in asked],
    }
    session.execute(text(HOLD_PEOPLE), columns)
    return session.execute(text(HOLD), columns).all()


def tell(rows: Sequence[Line]) -> None:
    """Boards look again: a hint only, the few facts of a step say when it began."""
    for order_id in sorted({row.order_id for row in rows}):
        paths = {row.node_path for row in rows if row.order_id == order_id}
        ring("ladder.moved", order_id, 0, sorted(paths))


def _key(row: Line) -> tuple[UUID, UUID, int]:
    return row.order_id, row.person_id, row.step


def _after(result: Result, row: Line) -> tuple[str, datetime | None]:
    """The state, and when it is tried again. What was heard of the message meanwhile stays."""
    if row.state != "claimed":
        return row.state, row.next_try_at
    if result.outcome == "accepted":
        return "accepted", None
    if result.outcome not in TRY_AGAIN:
        return "failed", None
    if row.is_over:
        return "stopped", None
    at = result.retry_at or result.at
    return ("failed", None) if at >= row.expires else ("waiting", at)


def _write(
    session: Session,
    rows: Sequence[Line],
    by_key: Mapping[tuple[UUID, UUID, int], Result],
    after: Mapping[tuple[UUID, UUID, int], tuple[str, datetime | None]],
) -> None:
    columns: dict[str, list[Any]] = {
        "orders": [row.order_id for row in rows],
        "people": [row.person_id for row in rows],
        "steps": [row.step for row in rows],
        "states": [after[_key(row)][0] for row in rows],
        "next_try_ats": [after[_key(row)][1] for row in rows],
        "statuses": [by_key[_key(row)].status for row in rows],
        "accepted_ats": [by_key[_key(row)].at if by_key[_key(row)].outcome == "accepted" else None for row in rows],
    }
    session.execute(text(WRITE), columns)


def _count(
    rows: Sequence[Line],
    after: Mapping[tuple[UUID, UUID, int], tuple[str, datetime | None]],
    changes: Counter[StepCounter],
) -> None:
    for row in rows:
        changes[row.order_id, row.node_code, row.step, row.state] -= 1
        changes[row.order_id, row.node_code, row.step, after[_key(row)][0]] += 1


def _reach(session: Session, rows: Sequence[Line], by_key: Mapping[tuple[UUID, UUID, int], Result]) -> None:
    """Taken by a gateway he counts as reached, as by push; a receipt may have been faster."""
    if not rows:
        return
    columns = {
        "orders": [row.order_id for row in rows],
        "people": [row.person_id for row in rows],
        "channels": [row.channel for row in rows],
        "ats": [by_key[_key(row)].at for row in rows],
    }
    session.execute(text(REACH), columns)
    changes: Counter[tuple[UUID, str, int]] = Counter()
    for row in rows:
        if row.recipient_state < State.accepted:
            changes[row.order_id, row.node_code, row.recipient_state] -= 1
            changes[row.order_id, row.node_code, State.accepted] += 1
    move_tally(changes)


# By the key alone, here and below: were the orders named as well, the planner, who has not seen one row of a new
# order, would compare every recipient with every one asked for.
HOLD_PEOPLE = """
SELECT FROM delivery JOIN unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:steps AS smallint[]))
    AS asked (order_id, person_id, step) USING (order_id, person_id)
ORDER BY delivery.order_id, delivery.person_id FOR NO KEY UPDATE OF delivery
"""

HOLD = """
SELECT delivery_step.*, delivery.state AS recipient_state, delivery.node_path, orders.expires, orders.ladder,
    orders.severity, orders.quiet_hours,
    delivery.answered_at IS NOT NULL OR order_progress.ended_at IS NOT NULL AS is_over
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:steps AS smallint[]))
    AS asked (order_id, person_id, step)
JOIN delivery_step USING (order_id, person_id, step)
JOIN delivery ON delivery.order_id = delivery_step.order_id AND delivery.person_id = delivery_step.person_id
JOIN orders ON orders.id = delivery_step.order_id
JOIN order_progress ON order_progress.order_id = delivery_step.order_id
ORDER BY delivery_step.order_id, delivery_step.person_id, delivery_step.step
FOR NO KEY UPDATE OF delivery_step
"""

WRITE = """
UPDATE delivery_step SET state = sent.state, claimed_by = NULL, next_try_at = sent.next_try_at,
    accepted_at = coalesce(delivery_step.accepted_at, sent.accepted_at), tries = delivery_step.tries + 1,
    last_status = sent.status
FROM unnest(
    CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:steps AS smallint[]), CAST(:states AS text[]),
    CAST(:next_try_ats AS timestamptz[]), CAST(:accepted_ats AS timestamptz[]), CAST(:statuses AS integer[])
) AS sent (order_id, person_id, step, state, next_try_at, accepted_at, status)
WHERE delivery_step.order_id = sent.order_id AND delivery_step.person_id = sent.person_id
    AND delivery_step.step = sent.step
"""

REACH = """
UPDATE delivery SET state = greatest(delivery.state, 10), accepted_at = coalesce(delivery.accepted_at, told.at),
    channel = CASE WHEN delivery.accepted_at IS NULL THEN told.channel ELSE delivery.channel END
FROM unnest(
    CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:channels AS text[]), CAST(:ats AS timestamptz[])
) AS told (order_id, person_id, channel, at)
WHERE delivery.order_id = told.order_id AND delivery.person_id = told.person_id
"""
