"""Hand out a step's messages: to those who are still silent, as many as their channel takes, nobody twice."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from backend.commands.actions.move_step_tally import move_step_tally
from backend.commands.ladder import message, silent
from backend.commands.ladder.begin import begin
from backend.commands.models.ladder import DeliveryStep, LadderBatch
from backend.commands.models.order import Order
from backend.commands.outbox.claim import URGENCY
from backend.commands.outbox.payload import topic
from backend.commands.rules.address import address
from backend.core import clock
from backend.push.channels.envelope import Envelope
from backend.push.sender.life import is_free


class Key(NamedTuple):
    """The sender's name for a message of the ladder."""

    order_id: UUID
    person_id: UUID
    step: int
    channel: str


Line = Row[*tuple[Any, ...]]
Changes = Counter[tuple[UUID, str, int, str]]


def claim(session: Session, sender_id: int, limit: int, *, channel: str, secret: str) -> list[Envelope]:
    """First who is owed another try or is in a dead sender's hands, then who falls due; a graver order's come before.

    Written as claimed before anything leaves. Whether a dead sender's message went out is known where it was written
    down (`channel_message`), so it is handed out again under the same name.
    """
    now = clock.now()
    changes: Changes = Counter()
    ways = [_again, _first]
    if silent.is_graver(session, channel, now):
        ways.reverse()
    led: list[Line] = []
    for way in ways:
        if len(led) < limit:
            led += way(session, sender_id, channel, limit - len(led), now, changes=changes)
    # All counters at once and last: of two senders, the second waits for the first and never the other way round too.
    move_step_tally(changes)
    begin(session, {(row.order_id, row.step) for row in led}, now)
    return _enveloped(session, led, channel, secret, now)


def next_due(session: Session, channel: str) -> datetime | None:
    batches = select(func.min(LadderBatch.due_at)).where(LadderBatch.channel == channel, LadderBatch.done_at.is_(None))
    waiting = select(func.min(DeliveryStep.next_try_at)).where(
        DeliveryStep.channel == channel, DeliveryStep.state == "waiting"
    )
    dues = [due for query in (batches, waiting) if (due := session.scalar(query)) is not None]
    return min(dues, default=None)


def _again(
    session: Session, sender_id: int, channel: str, limit: int, now: datetime, *, changes: Changes
) -> list[Line]:
    """Who has answered meanwhile, or whose order has ended, is not told any more."""
    held = (DeliveryStep.channel == channel, DeliveryStep.state == "claimed", is_free(DeliveryStep.claimed_by))
    dead = session.scalars(select(DeliveryStep.claimed_by).where(*held).distinct()).all()
    mine = {"channel": channel, "limit": limit, "now": now}
    rows = list(session.execute(text(AGAIN.format(which=WAITS)), mine).all())
    if dead:
        rows += session.execute(text(AGAIN.format(which=LEFT)), {**mine, "dead": dead}).all()
    _change(session, [row for row in rows if not row.is_owed], "stopped", None, now, changes=changes)
    led, nowhere = _parted([row for row in rows if row.is_owed], channel)
    _change(session, led, "claimed", sender_id, now, changes=changes)
    _change(session, nowhere, "failed", None, now, changes=changes)
    return led


def _first(
    session: Session, sender_id: int, channel: str, limit: int, now: datetime, *, changes: Changes
) -> list[Line]:
    fresh, lost = _parted(silent.due(session, channel, limit, now), channel)
    led = _insert(session, fresh, "claimed", sender_id, now, changes=changes)
    _insert(session, lost, "failed", None, now, changes=changes)
    return led


def _parted(rows: Sequence[Line], channel: str) -> tuple[list[Line], list[Line]]:
    """Whom the channel leads to, and whom it does not."""
    led = [row for row in rows if _address(row, channel)]
    return led, [row for row in rows if not _address(row, channel)]


def _address(row: Line, channel: str) -> str | None:
    return address(channel, phone=row.phone, named=row.named)


def _change(
    session: Session, rows: Sequence[Line], state: str, sender_id: int | None, now: datetime, *, changes: Changes
) -> None:
    """The rows are held: what they were is what they are."""
    if rows:
        session.execute(text(CHANGE), {**_keys(rows), "state": state, "sender_id": sender_id, "now": now})
        _count(changes, rows, state)


def _insert(
    session: Session, rows: Sequence[Line], state: str, sender_id: int | None, now: datetime, *, changes: Changes
) -> list[Line]:
    """Those that nobody wrote first: a message that did not arrive moves its person on meanwhile."""
    if not rows:
        return []
    columns = {**_keys(rows), "channels": [row.channel for row in rows], "nodes": [row.node_code for row in rows]}
    shared = {"state": state, "sender_id": sender_id, "now": now if state == "claimed" else None}
    written = {tuple(row) for row in session.execute(text(INSERT), {**columns, **shared})}
    kept = [row for row in rows if (row.order_id, row.person_id, row.step) in written]
    _count(changes, kept, state)
    return kept


def _count(changes: Changes, rows: Sequence[Line], state: str) -> None:
    for row in rows:
        if row.state is not None:
            changes[row.order_id, row.node_code, row.step, row.state] -= 1
        changes[row.order_id, row.node_code, row.step, state] += 1


def _keys(rows: Sequence[Line]) -> dict[str, list[Any]]:
    return {
        "orders": [row.order_id for row in rows],
        "people": [row.person_id for row in rows],
        "steps": [row.step for row in rows],
    }


def _enveloped(session: Session, rows: Sequence[Line], channel: str, secret: str, now: datetime) -> list[Envelope]:
    ids = {row.order_id for row in rows}
    orders = {order.id: order for order in session.scalars(select(Order).where(Order.id.in_(ids)))} if ids else {}
    told: dict[tuple[UUID, str], message.Told] = {}
    envelopes = []
    for row in rows:
        order, spoken = orders[row.order_id], (row.order_id, row.language)
        if spoken not in told:
            told[spoken] = message.told(order, row.language)
        packed = message.payload(order, told[spoken], row.person_id, language=row.language, secret=secret)
        envelopes.append(_envelope(row, order, channel, packed, now))
    return envelopes


def _envelope(row: Line, order: Order, channel: str, packed: bytes, now: datetime) -> Envelope:
    return Envelope(
        key=Key(row.order_id, row.person_id, row.step, channel),
        channel=channel,
        subscription_id=row.person_id,
        endpoint=_address(row, channel) or "",
        p256dh="",
        auth="",
        key_id="",
        payload=packed,
        ttl=max(1, int((order.expires - now).total_seconds())),
        urgency=URGENCY,
        topic=topic(order.root_id),
        expires_at=order.expires,
    )


# First as few rows as are wanted, by the index; of an order to many, a hundred thousand may wait for the gateway.
# Rows that another sender looks at are passed over, and so are people of whom a receipt comes just now.
AGAIN = """
WITH due AS MATERIALIZED (
    SELECT order_id, person_id, step, channel, node_code, state FROM delivery_step
    WHERE channel = :channel AND {which}
    ORDER BY next_try_at LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED
)
SELECT due.*, person.phone, person.language, person_address.address AS named,
    delivery.answered_at IS NULL AND delivery.state BETWEEN 0 AND 39 AND order_progress.ended_at IS NULL
        AND orders.expires > :now AND person.active AS is_owed
FROM due
JOIN delivery ON delivery.order_id = due.order_id AND delivery.person_id = due.person_id
JOIN orders ON orders.id = due.order_id
JOIN order_progress ON order_progress.order_id = due.order_id
JOIN person ON person.id = due.person_id
LEFT JOIN person_address ON person_address.person_id = due.person_id AND person_address.channel = due.channel
FOR NO KEY UPDATE OF delivery SKIP LOCKED
"""
WAITS = "state = 'waiting' AND next_try_at <= :now"
LEFT = "state = 'claimed' AND claimed_by = ANY(CAST(:dead AS integer[]))"

CHANGE = """
UPDATE delivery_step SET state = :state, claimed_by = CAST(:sender_id AS integer), next_try_at = NULL,
    claimed_at = CASE WHEN :state = 'claimed' THEN coalesce(claimed_at, CAST(:now AS timestamptz)) ELSE claimed_at END
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:steps AS smallint[])) AS given (o, p, s)
WHERE delivery_step.order_id = given.o AND delivery_step.person_id = given.p AND delivery_step.step = given.s
"""

INSERT = """
INSERT INTO delivery_step (order_id, person_id, step, channel, node_code, state, claimed_by, claimed_at)
SELECT given.*, CAST(:state AS text), CAST(:sender_id AS integer), CAST(:now AS timestamptz) FROM unnest(
    CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:steps AS smallint[]), CAST(:channels AS text[]),
    CAST(:nodes AS text[])
) AS given
ON CONFLICT (order_id, person_id, step) DO NOTHING
RETURNING order_id, person_id, step
"""
