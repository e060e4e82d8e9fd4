"""The usual result, written without being read: somebody's only message was accepted. `rules.outcome` says the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.commands.outbox.claim import WEBPUSH
from backend.commands.rules.receipt_ladder import State

Recipient = tuple[UUID, UUID]


class Asked(NamedTuple):
    """A recipient something was heard of; `at` and `status` of the one result, if that is all and it was accepted."""

    order_id: UUID
    person_id: UUID
    at: datetime | None
    status: int | None


@dataclass(slots=True)
class Written:
    """How the counters move, and who is still to be judged; the caller holds all of them from now on."""

    changes: Counter[tuple[UUID, str, int]] = field(default_factory=Counter)
    left: set[Recipient] = field(default_factory=set)


def write(session: Session, asked: Sequence[Asked]) -> Written:
    """All are held at once and in the order of their key, as receipts and claims hold them."""
    written = Written()
    for row in session.execute(text(ACCEPT), {**_columns(asked), "channel": WEBPUSH, "accepted": State.accepted}):
        if row.person_id is not None:
            written.left.add((row.order_id, row.person_id))
        elif row.state != row.before:
            written.changes[row.order_id, row.node_code, row.before] -= row.people
            written.changes[row.order_id, row.node_code, row.state] += row.people
    return written


def _columns(asked: Sequence[Asked]) -> dict[str, str]:
    """As PostgreSQL writes arrays: the driver, which asks of each value what it is, takes three times as long."""
    orders: dict[int, str] = {}
    ats: dict[datetime | None, str] = {None: "NULL"}
    for one in asked:
        if one.order_id.int not in orders:
            orders[one.order_id.int] = one.order_id.hex
        if one.at not in ats:
            ats[one.at] = f'"{one.at}"'
    return {
        "orders": _array([orders[one.order_id.int] for one in asked]),
        "people": _array([one.person_id.hex for one in asked]),
        "ats": _array([ats[one.at] for one in asked]),
        "statuses": _array(["NULL" if one.status is None else str(one.status) for one in asked]),
    }


def _array(values: Sequence[str]) -> str:
    return "{" + ",".join(values) + "}"


# By the key alone, as in `settle`.
ACCEPT = """
WITH held AS MATERIALIZED (
    SELECT delivery.order_id, delivery.person_id, delivery.node_code, delivery.state, asked.at, asked.status,
        asked.at IS NOT NULL AND delivery.remaining IS NULL AS is_simple
    FROM unnest(
        CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:ats AS timestamptz[]), CAST(:statuses AS smallint[])
    ) AS asked (order_id, person_id, at, status)
    JOIN delivery ON delivery.order_id = asked.order_id AND delivery.person_id = asked.person_id
    ORDER BY delivery.order_id, delivery.person_id
    FOR NO KEY UPDATE OF delivery
), accepted AS (
    UPDATE delivery
    SET state = greatest(delivery.state, CAST(:accepted AS smallint)),
        accepted_at = coalesce(delivery.accepted_at, held.at), next_try_at = NULL,
        tries = delivery.tries + 1, last_status = held.status, channel = :channel
    FROM held
    WHERE held.is_simple AND delivery.order_id = held.order_id AND delivery.person_id = held.person_id
    RETURNING held.order_id, held.node_code, held.state AS before, delivery.state
)
SELECT order_id, node_code, before, state, count(*) AS people, CAST(NULL AS uuid) AS person_id
FROM accepted GROUP BY order_id, node_code, before, state
UNION ALL
SELECT order_id, NULL, NULL, NULL, NULL, person_id FROM held WHERE NOT is_simple
"""
