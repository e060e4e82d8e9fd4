"""Say once of each step of an order that it has begun."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.core.facts import record

# A row that an ending holds is passed over: the next claim says it.
BEGIN = """
WITH first AS (
    SELECT order_step.order_id, order_step.step FROM order_step
    JOIN unnest(CAST(:orders AS uuid[]), CAST(:steps AS smallint[])) AS given (order_id, step) USING (order_id, step)
    WHERE order_step.began_at IS NULL FOR NO KEY UPDATE OF order_step SKIP LOCKED
)
UPDATE order_step SET began_at = :now FROM first JOIN orders ON orders.id = first.order_id
WHERE order_step.order_id = first.order_id AND order_step.step = first.step
RETURNING order_step.order_id, order_step.step, order_step.channel, orders.area_path
"""


def begin(session: Session, steps: Iterable[tuple[UUID, int]], now: datetime) -> None:
    given = sorted(steps)
    if not given:
        return
    columns = {"orders": [order_id for order_id, _ in given], "steps": [step for _, step in given]}
    for row in session.execute(text(BEGIN), {**columns, "now": now}).all():
        data = {"step": row.step, "channel": row.channel}
        record("ladder.begun", ("order", row.order_id), area_path=row.area_path, data=data)
