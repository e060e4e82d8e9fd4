"""Move the counters of an order's steps along with the people at them, in the same transaction."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text

from backend.core.db import db

#: order, place, step, state
Counter = tuple[UUID, str, int, str]

# In the order of the key, as move_tally has it.
MOVE = """
INSERT INTO step_tally (order_id, node_code, step, state, people)
SELECT * FROM unnest(
    CAST(:orders AS uuid[]), CAST(:nodes AS text[]), CAST(:steps AS smallint[]), CAST(:states AS text[]),
    CAST(:people AS integer[])
) AS change (order_id, node_code, step, state, people)
ORDER BY order_id, node_code, step, state
ON CONFLICT (order_id, node_code, step, state) DO UPDATE SET people = step_tally.people + excluded.people
"""

COUNT = """
INSERT INTO step_tally (order_id, node_code, step, state, people)
SELECT order_id, node_code, step, state, count(*) FROM delivery_step WHERE order_id = :order_id
GROUP BY order_id, node_code, step, state
ORDER BY order_id, node_code, step, state
"""


def move_step_tally(changes: Mapping[Counter, int]) -> None:
    """Add to the counters; a change of 0 touches nothing."""
    rows = [(*counter, people) for counter, people in changes.items() if people]
    if rows:
        names = ("orders", "nodes", "steps", "states", "people")
        columns = zip(names, zip(*rows, strict=True), strict=True)
        db.session.execute(text(MOVE), {name: list(values) for name, values in columns})


def count_steps(order_id: UUID) -> None:
    """Of an order whose steps were written all at once."""
    db.session.execute(text(COUNT), {"order_id": order_id})
