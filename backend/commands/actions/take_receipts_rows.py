"""Write what was reported: the receipts themselves, the states they lead to, and the counters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from backend.commands.actions import move_tally
from backend.commands.queries.standings import Key, Recipient
from backend.commands.rules.receipt_ladder import Standing
from backend.commands.rules.receipt_verdict import Report
from backend.core.db import array, db


def write(fresh: Sequence[Report], now: datetime) -> set[tuple[UUID, UUID]]:
    """Keep the reports; returns the order and id of each that is new."""
    if not fresh:
        return set()
    in_order = sorted(fresh, key=lambda report: (report.order_id, report.id))
    columns: dict[str, Any] = {name: [getattr(report, name) for report in in_order] for name in REPORTED}
    columns |= {name: array(columns[name]) for name in IDS}
    columns["clock_offset_ms"] = [max(-FURTHEST_MS, min(report.clock_offset_ms, FURTHEST_MS)) for report in in_order]
    rows = db.session.execute(text(WRITE), {**columns, "server_at": now})
    return {(row.order_id, row.id) for row in rows}


def move(people: Mapping[Key, Recipient], standing: Mapping[Key, Standing]) -> set[Key]:
    """Move the recipients to where they stand now; returns those whose best state is another one."""
    changed = {key: stands for key, stands in standing.items() if stands != people[key].standing}
    if not changed:
        return set()
    columns = {
        "orders": array(order_id for order_id, _ in changed),
        "people": array(person_id for _, person_id in changed),
        "states": [stands.state for stands in changed.values()],
        "answers": [stands.answer for stands in changed.values()],
        "answered_ats": [stands.answered_at for stands in changed.values()],
    }
    moved = {key for key in changed if changed[key].state != people[key].standing.state}
    changes: Counter[tuple[UUID, str, int]] = Counter()
    for key in moved:
        changes[key[0], people[key].node_code, people[key].standing.state] -= 1
        changes[key[0], people[key].node_code, changed[key].state] += 1
    db.session.execute(text(MOVE_AND_COUNT), columns | move_tally.columns(changes))
    return moved


#: The column holds 24 days; an offset beyond that only says that the clock was never set.
FURTHEST_MS = 2**31 - 1
REPORTED = ("order_id", "id", "person_id", "state", "device_at", "clock_offset_ms", "via", "device_id", "note", "by_id")
IDS = ("order_id", "id", "person_id", "device_id", "by_id")
WRITE = """
INSERT INTO receipt
    (order_id, id, person_id, state, device_at, clock_offset_ms, via, device_id, note, by_id, server_at)
SELECT *, CAST(:server_at AS timestamptz) FROM unnest(
    CAST(:order_id AS uuid[]), CAST(:id AS uuid[]), CAST(:person_id AS uuid[]), CAST(:state AS smallint[]),
    CAST(:device_at AS timestamptz[]), CAST(:clock_offset_ms AS integer[]), CAST(:via AS text[]),
    CAST(:device_id AS uuid[]), CAST(:note AS text[]), CAST(:by_id AS uuid[])
) ON CONFLICT DO NOTHING RETURNING order_id, id
"""

# Who has answered is owed no further message: any answer stops that person's ladder at once.
MOVE = """
UPDATE delivery SET state = moved.state, answer = moved.answer, answered_at = moved.answered_at,
    next_try_at = CASE WHEN moved.answered_at IS NULL THEN delivery.next_try_at END
FROM unnest(
    CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:states AS smallint[]), CAST(:answers AS smallint[]),
    CAST(:answered_ats AS timestamptz[])
) AS moved (order_id, person_id, state, answer, answered_at)
WHERE delivery.order_id = moved.order_id AND delivery.person_id = moved.person_id
"""

# These rows are held already: with the counters in one statement, nobody is waited for out of the order of locks.
MOVE_AND_COUNT = f"WITH moved_rows AS ({MOVE}) {move_tally.MOVE}"
