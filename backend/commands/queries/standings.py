"""What is known of recipients and of reports taken earlier, read under the locks that a new report needs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text

from backend.commands.rules.receipt_ladder import ANSWERS, Standing, State
from backend.commands.rules.receipt_ladder import MILESTONES as MILESTONE_STATES
from backend.commands.rules.receipt_verdict import Kept, Report
from backend.core.db import array, db

#: an order and one of its recipients
Key = tuple[UUID, UUID]


class Milestones(NamedTuple):
    """When the first recipient got how far; None: nobody has yet."""

    shown: datetime | None
    acknowledged: datetime | None
    arrived: datetime | None


class Recipient(NamedTuple):
    """A recipient's row, held until the transaction ends, and what of his order matters to a report."""

    node_code: str
    node_path: str
    standing: Standing
    sent: datetime
    expires: datetime
    ended_at: datetime | None


class Earlier(NamedTuple):
    """Reports taken earlier: by order and id; and each person's one answer by token."""

    by_id: dict[tuple[UUID, UUID], Kept]
    by_token: dict[Key, Kept]


def milestones(reports: Iterable[Report]) -> dict[UUID, Milestones]:
    """What each order has still to see first. A row that a report may fill is held: whoever fills it is alone.

    Held before any recipient's row, as an order's end holds it: two who want both never wait for each other. Not held
    for what no report here could be the first of: until somebody arrives every report would wait for every other.
    """
    said: defaultdict[UUID, set[State]] = defaultdict(set)
    for report in reports:
        said[report.order_id].add(report.state)
    rows = db.session.execute(text(MILESTONES), {"orders": sorted(said)}).all()
    found = {row.order_id: Milestones(*row[1:]) for row in rows}
    if open_ones := [order_id for order_id, seen in found.items() if _may_fill(seen, said[order_id])]:
        held = db.session.execute(text(MILESTONES + HELD), {"orders": sorted(open_ones)}).all()
        found |= {row.order_id: Milestones(*row[1:]) for row in held}
    return found


def _may_fill(seen: Milestones, said: set[State]) -> bool:
    return any(getattr(seen, name) is None and states & said for name, states in MILESTONE_STATES.items())


def recipients(keys: Iterable[Key]) -> dict[Key, Recipient]:
    """Hold the recipients' rows, always in the order of the key; who is none of an order's recipients is missing."""
    asked = sorted(set(keys))
    columns = {"orders": array(order_id for order_id, _ in asked), "people": array(person_id for _, person_id in asked)}
    rows = db.session.execute(text(RECIPIENTS), columns).all()
    return {(row.order_id, row.person_id): _recipient(row) for row in rows}


def _recipient(row: Row[Any]) -> Recipient:
    answer = None if row.answer is None else State(row.answer)
    standing = Standing(State(row.state), answer, row.answered_at)
    return Recipient(row.node_code, row.node_path, standing, row.sent, row.expires, row.ended_at)


def earlier(reports: Sequence[Report], people: Mapping[Key, Recipient]) -> Earlier:
    """Read after `recipients`, so that nobody adds to a held recipient's reports any more.

    An answer by token is looked for only where a recipient has answered: of a hundred thousand, hardly anybody.
    """
    answering = {(it.order_id, it.person_id) for it in reports if it.via == "token" and it.state in ANSWERS}
    again = sorted(key for key in answering if key in people and people[key].standing.answer is not None)
    columns = {
        "orders": array(report.order_id for report in reports),
        "ids": array(report.id for report in reports),
        "answered": array(order_id for order_id, _ in again),
        "people": array(person_id for _, person_id in again),
        "answers": sorted(ANSWERS),
    }
    found = Earlier({}, {})
    for row in db.session.execute(text(EARLIER), columns):
        kept = Kept(row.person_id, State(row.state), row.server_at)
        found.by_id[row.order_id, row.id] = kept
        if row.via == "token" and kept.state in ANSWERS:
            found.by_token[row.order_id, row.person_id] = kept
    return found


MILESTONES = """
SELECT order_id, first_shown_at, first_acknowledged_at, first_arrived_at
FROM order_progress WHERE order_id = ANY(CAST(:orders AS uuid[])) ORDER BY order_id
"""
HELD = " FOR NO KEY UPDATE"

# By the key alone: were the orders named as well, the planner, who has not seen one row of a new order, would compare
# every recipient with every one asked for.
RECIPIENTS = """
SELECT delivery.order_id, delivery.person_id, delivery.node_code, delivery.node_path, delivery.state, delivery.answer,
    delivery.answered_at, orders.sent, orders.expires, order_progress.ended_at
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[])) AS asked (order_id, person_id)
JOIN delivery ON delivery.order_id = asked.order_id AND delivery.person_id = asked.person_id
JOIN orders ON orders.id = delivery.order_id
JOIN order_progress ON order_progress.order_id = delivery.order_id
ORDER BY delivery.order_id, delivery.person_id
FOR NO KEY UPDATE OF delivery
"""

# One by one (OFFSET): of a table that grows by the second the planner thinks that hardly a row is an answer by token,
# and would read all of them for each group.
EARLIER = """
SELECT found.* FROM unnest(CAST(:orders AS uuid[]), CAST(:ids AS uuid[])) AS asked (order_id, id)
CROSS JOIN LATERAL (
    SELECT receipt.order_id, receipt.id, receipt.person_id, receipt.state, receipt.server_at, receipt.via
    FROM receipt WHERE receipt.order_id = asked.order_id AND receipt.id = asked.id OFFSET 0
) AS found
UNION
SELECT found.* FROM unnest(CAST(:answered AS uuid[]), CAST(:people AS uuid[])) AS asked (order_id, person_id)
CROSS JOIN LATERAL (
    SELECT receipt.order_id, receipt.id, receipt.person_id, receipt.state, receipt.server_at, receipt.via
    FROM receipt WHERE receipt.order_id = asked.order_id AND receipt.person_id = asked.person_id
        AND receipt.via = 'token' AND receipt.state = ANY(CAST(:answers AS smallint[])) OFFSET 0
) AS found
"""
