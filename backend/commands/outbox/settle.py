"""Write down what became of messages: in bulk, counted exactly, never backwards."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from backend.commands.actions.move_tally import move_tally
from backend.commands.outbox import accepted, release
from backend.commands.outbox.claim import WEBPUSH, Key
from backend.commands.outbox.unsent import stop_unsent
from backend.commands.rules.outcome import Heard, Sending, after
from backend.core import clock
from backend.core.db import fetch_by_key
from backend.push.channels.envelope import Result

Recipient = tuple[UUID, UUID]
#: order, place, state
Place = tuple[UUID, str, int]


def settle(session: Session, results: Sequence[Result]) -> None:
    """Locks in the order of every writer of deliveries: batches, deliveries, counters; progress without waiting."""
    heard = _heard(results)
    if not heard:
        return
    fetch_by_key()
    batches = sorted({key.batch_id for key in heard})
    _hold_batches(session, batches)
    written = accepted.write(session, [_asked(key, its) for key, its in heard.items()])
    by_recipient = {(key.order_id, key.person_id): its for key, its in heard.items()} if written.left else {}
    rows = _held(session, written.left)
    moved = {_key(row): after(_sending(row), by_recipient[_key(row)], expires=row.expires) for row in rows}
    if moved:
        _write(session, moved)
    written.changes.update(_changes(rows, moved))
    move_tally(written.changes)
    unsent = [key for key in written.left if all(one.outcome == "unsent" for one in by_recipient[key])]
    stop_unsent(session, unsent)
    release.release(session, batches, clock.now())
    _stamp_first(session, heard)
    release.stamp_finished(session)


def _heard(results: Sequence[Result]) -> Mapping[Key, list[Heard]]:
    heard: defaultdict[Key, list[Heard]] = defaultdict(list)
    for result in results:
        key = result.key
        assert isinstance(key, Key)
        if not key.is_hint:
            heard[key].append(Heard(result.subscription_id, result.outcome, result.status, result.retry_at, result.at))
    return heard


def _asked(key: Key, heard: Sequence[Heard]) -> accepted.Asked:
    first = heard[0]
    if len(heard) == 1 and first.outcome == "accepted":
        return accepted.Asked(key.order_id, key.person_id, first.at, first.status)
    return accepted.Asked(key.order_id, key.person_id, None, None)


def _hold_batches(session: Session, batches: list[int]) -> None:
    session.execute(text(HOLD_BATCHES), {"batches": batches})


def _held(session: Session, recipients: Collection[Recipient]) -> Sequence[Row[*tuple[Any, ...]]]:
    if not recipients:
        return []
    asked = sorted(recipients)
    columns = {"orders": [order_id for order_id, _ in asked], "people": [person_id for _, person_id in asked]}
    return session.execute(text(HOLD), columns).all()


def _key(row: Row[*tuple[Any, ...]]) -> Recipient:
    return row.order_id, row.person_id


def _sending(row: Row[*tuple[Any, ...]]) -> Sending:
    remaining = None if row.remaining is None else frozenset(row.remaining)
    return Sending(row.state, row.accepted_at, row.next_try_at, remaining, row.tries, row.last_status)


def _write(session: Session, moved: Mapping[Recipient, Sending]) -> None:
    # An array of arrays must be even: the few with several devices left to try go as texts.
    lines = [
        (*key, sent.state, sent.accepted_at, sent.next_try_at, _listed(sent.remaining), sent.tries, sent.last_status)
        for key, sent in moved.items()
    ]
    names = ("orders", "people", "states", "accepted_ats", "next_try_ats", "remainings", "tries", "statuses")
    columns = {name: list(values) for name, values in zip(names, zip(*lines, strict=True), strict=True)}
    session.execute(text(WRITE), {**columns, "channel": WEBPUSH})


def _listed(remaining: frozenset[UUID] | None) -> str | None:
    return None if remaining is None else "{" + ",".join(sorted(map(str, remaining))) + "}"


def _changes(rows: Sequence[Row[*tuple[Any, ...]]], moved: Mapping[Recipient, Sending]) -> Counter[Place]:
    """The rows are held: what they were a moment ago is what they are."""
    changes: Counter[Place] = Counter()
    for row in rows:
        state = moved[_key(row)].state
        if state != row.state:
            changes[row.order_id, row.node_code, row.state] -= 1
            changes[row.order_id, row.node_code, state] += 1
    return changes


def _stamp_first(session: Session, heard: Mapping[Key, Sequence[Heard]]) -> None:
    # Thousands were heard of in few moments.
    moments = {(key.order_id.int, one.at) for key, its in heard.items() for one in its if one.outcome == "accepted"}
    first: dict[int, datetime] = {}
    for order, at in moments:
        first[order] = min(first.get(order, at), at)
    if first:
        orders = [UUID(int=order) for order in first]
        session.execute(text(STAMP_FIRST), {"orders": orders, "ats": list(first.values())})


HOLD_BATCHES = """
SELECT FROM delivery_batch WHERE id = ANY(CAST(:batches AS bigint[])) ORDER BY id FOR NO KEY UPDATE
"""

# By the key alone: were the orders named as well, the planner, who has not seen one row of a new order, would compare
# every recipient with every one asked for.
HOLD = """
SELECT delivery.order_id, delivery.person_id, delivery.node_code, delivery.state, delivery.accepted_at,
    delivery.next_try_at, delivery.remaining, delivery.tries, delivery.last_status, orders.expires
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[])) AS asked (order_id, person_id)
JOIN delivery ON delivery.order_id = asked.order_id AND delivery.person_id = asked.person_id
JOIN orders ON orders.id = delivery.order_id
ORDER BY delivery.order_id, delivery.person_id
FOR NO KEY UPDATE OF delivery
"""

WRITE = """
UPDATE delivery
SET state = sent.state, accepted_at = sent.accepted_at, next_try_at = sent.next_try_at,
    remaining = CAST(sent.remaining AS uuid[]), tries = sent.tries, last_status = sent.last_status,
    channel = CASE WHEN sent.tries > delivery.tries THEN :channel ELSE delivery.channel END
FROM unnest(
    CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:states AS smallint[]), CAST(:accepted_ats AS timestamptz[]),
    CAST(:next_try_ats AS timestamptz[]), CAST(:remainings AS text[]), CAST(:tries AS smallint[]),
    CAST(:statuses AS smallint[])
) AS sent (order_id, person_id, state, accepted_at, next_try_at, remaining, tries, last_status)
WHERE delivery.order_id = sent.order_id AND delivery.person_id = sent.person_id
"""

# Skips a row that a receipt or an ending holds: the next result, or the last look, stamps it.
STAMP_FIRST = """
WITH lacking AS (
    SELECT order_progress.order_id, given.at
    FROM order_progress
    JOIN unnest(CAST(:orders AS uuid[]), CAST(:ats AS timestamptz[])) AS given (order_id, at) USING (order_id)
    WHERE order_progress.first_accepted_at IS NULL
    FOR NO KEY UPDATE OF order_progress SKIP LOCKED
)
UPDATE order_progress SET first_accepted_at = lacking.at
FROM lacking WHERE order_progress.order_id = lacking.order_id
"""
