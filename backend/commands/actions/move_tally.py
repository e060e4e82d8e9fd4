"""Move an order's counters along with the states of its recipients, in the same transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text

from backend.core.db import db

#: order, place, state
Counter = tuple[UUID, str, int]

# In the order of the key: of two writers, the second waits for the first and never the other way round as well.
MOVE = """
INSERT INTO order_tally (order_id, node_code, state, people)
SELECT * FROM unnest(
    CAST(:tally_orders AS uuid[]), CAST(:tally_nodes AS text[]), CAST(:tally_states AS smallint[]),
    CAST(:tally_people AS integer[])
) AS change (order_id, node_code, state, people)
ORDER BY order_id, node_code, state
ON CONFLICT (order_id, node_code, state) DO UPDATE SET people = order_tally.people + excluded.people
"""


def move_tally(changes: Mapping[Counter, int]) -> None:
    """Add to the counters; a change of 0 touches nothing."""
    if any(changes.values()):
        db.session.execute(text(MOVE), columns(changes))


def columns(changes: Mapping[Counter, int]) -> dict[str, list[Any]]:
    """What `MOVE` is given."""
    rows = [(*counter, people) for counter, people in changes.items() if people]
    return {
        "tally_orders": [row[0] for row in rows],
        "tally_nodes": [row[1] for row in rows],
        "tally_states": [row[2] for row in rows],
        "tally_people": [row[3] for row in rows],
    }
