"""Whom a message did not reach goes on to the next step at once, instead of waiting for its time."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from backend.commands.actions.move_step_tally import Counter as StepCounter
from backend.commands.rules import ladder, quiet
from backend.commands.settings import settings


def move_on(session: Session, rows: Sequence[Row[*tuple[Any, ...]]], now: datetime) -> Counter[StepCounter]:
    """`rows`: steps as `settle.hold` gives them, with their recipients held. What it does to the counters."""
    going = [
        (row, following)
        for row in rows
        if not row.is_over and row.expires > now and (following := ladder.following(row.ladder, row.step)) is not None
    ]
    changes: Counter[StepCounter] = Counter()
    if not going:
        return changes
    columns = {
        "orders": [row.order_id for row, _ in going],
        "people": [row.person_id for row, _ in going],
        "steps": [following["step"] for _, following in going],
        "channels": [following["channel"] for _, following in going],
        "nodes": [row.node_code for row, _ in going],
        "dues": [_due(row, now) for row, _ in going],
    }
    for row in session.execute(text(GO), columns):
        changes[row.order_id, row.node_code, row.step, "waiting"] += 1
    return changes


def _due(row: Row[*tuple[Any, ...]], now: datetime) -> datetime:
    """At once, or when the order's quiet hours end."""
    return quiet.postponed(now, quiet.of_order(row.quiet_hours, settings().quiet), severity=row.severity)


# Who is at that step already is left there.
GO = """
INSERT INTO delivery_step (order_id, person_id, step, channel, node_code, state, next_try_at)
SELECT order_id, person_id, step, channel, node_code, 'waiting', due_at FROM unnest(
    CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:steps AS smallint[]), CAST(:channels AS text[]),
    CAST(:nodes AS text[]), CAST(:dues AS timestamptz[])
) AS given (order_id, person_id, step, channel, node_code, due_at)
ON CONFLICT (order_id, person_id, step) DO NOTHING
RETURNING order_id, node_code, step
"""
