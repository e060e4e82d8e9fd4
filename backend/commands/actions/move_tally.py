"""Move an order's counters along with the states of its recipients, in the same transaction."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text

from backend.core.db import db

#: order, place, state
Counter = tuple[UUID, str, int]

# In the order of the key: of two writers, the second waits for the first and never the other way round as well.
MOVE = """
INSERT INTO order_tally (order_id, node_code, state, people)
SELECT * FROM unnest(
    CAST(:orders AS uuid[]), CAST(:nodes AS text[]), CAST(:states AS smallint[]), CAST(:people AS integer[])
) AS change (order_id, node_code, state, people)
ORDER BY order_id, node_code, state
ON CONFLICT (order_id, node_code, state) DO UPDATE SET people = order_tally.people + excluded.people
"""


def move_tally(changes: Mapping[Counter, int]) -> None:
    """Add to the counters; a change of 0 touches nothing."""
    rows = [(*counter, people) for counter, people in changes.items() if people]
    if rows:
        columns = zip(("orders", "nodes", "states", "people"), zip(*rows, strict=True), strict=True)
        db.session.execute(text(MOVE), {name: list(values) for name, values in columns})
