"""Write down when those who stay silent are told again and by what: a few rows per step, none per person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from backend.commands.actions.move_step_tally import count_steps
from backend.commands.models.ladder import OrderStep
from backend.commands.models.order import Order
from backend.commands.rules import ladder, quiet
from backend.commands.rules.lifecycle import LAST_WORDS
from backend.commands.settings import settings
from backend.core.db import db


def last_word_ladder(root_id: UUID) -> list[dict[str, Any]]:
    """A correction or all-clear goes at once to where the chain's words went: by text to who was called."""
    channels = db.session.scalars(text(TOLD_BY), {"root_id": root_id})
    return [{"step": no, "after_s": 0, "channel": channel} for no, channel in enumerate(channels, 1)]


def start_ladder(order: Order, *, severity_rank: int) -> None:
    """The order's recipients and its own row are written."""
    if not order.ladder:
        return
    steps = _steps(order)
    db.session.add_all(steps)
    db.session.flush()
    if order.kind in LAST_WORDS:
        _follow(order, steps)
    else:
        columns = {
            "steps": [step.step for step in steps],
            "channels": [step.channel for step in steps],
            "dues": [step.due_at for step in steps],
        }
        shared = {"order_id": order.id, "severity_rank": severity_rank}
        db.session.execute(text(BATCHES), {**columns, **shared})


def _steps(order: Order) -> list[OrderStep]:
    """A correction waits for no morning."""
    hours = None if order.kind == "correction" else quiet.of_order(order.quiet_hours, settings().quiet)
    return [
        OrderStep(
            order_id=order.id,
            step=step["step"],
            channel=step["channel"],
            due_at=quiet.postponed(ladder.due(order.sent, step), hours, severity=order.severity),
        )
        for step in order.ladder
    ]


def _follow(order: Order, steps: Sequence[OrderStep]) -> None:
    """To exactly those who may have been told by the channel; whoever has no address there is a recipient all the
    same."""
    for step in steps:
        values = {"order_id": order.id, "root_id": order.root_id, "step": step.step, "channel": step.channel}
        db.session.execute(text(FOLLOW), {**values, "due_at": step.due_at})
    count_steps(order.id)


# Handed out once, he may have it; that the gateway refused it says that he has not.
_MAY_HAVE = """
SELECT DISTINCT told.person_id, CASE told.channel WHEN 'voice' THEN 'sms' ELSE told.channel END AS channel
FROM delivery_step AS told
WHERE told.order_id IN (SELECT id FROM orders WHERE root_id = :root_id)
    AND told.claimed_at IS NOT NULL AND told.state <> 'failed'
"""

TOLD_BY = f"SELECT DISTINCT channel FROM ({_MAY_HAVE}) AS told ORDER BY channel"  # noqa: S608 - both are constants

FOLLOW = f"""
INSERT INTO delivery_step (order_id, person_id, step, channel, node_code, state, next_try_at)
SELECT delivery.order_id, delivery.person_id, :step, :channel, delivery.node_code, 'waiting', :due_at
FROM ({_MAY_HAVE}) AS told
JOIN delivery ON delivery.order_id = :order_id AND delivery.person_id = told.person_id
WHERE told.channel = :channel
"""  # noqa: S608 - both are constants

BATCHES = """
INSERT INTO ladder_batch (order_id, step, channel, batch_id, severity_rank, due_at)
SELECT :order_id, step.no, step.channel, delivery_batch.id, :severity_rank, step.due_at
FROM delivery_batch CROSS JOIN unnest(
    CAST(:steps AS smallint[]), CAST(:channels AS text[]), CAST(:dues AS timestamptz[])
) AS step (no, channel, due_at)
WHERE delivery_batch.order_id = :order_id
"""
