"""Hand out what is due: batches by severity, then by order; each to one sender as long as it lives."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, exists, func, select, text, update
from sqlalchemy.orm import Session, aliased

from backend.commands.actions.freeze_recipients import BATCH
from backend.commands.models.delivery import Delivery, DeliveryBatch
from backend.commands.models.order import Order, OrderProgress
from backend.commands.outbox import release
from backend.commands.outbox.payload import Template, template, topic
from backend.commands.rules import cap
from backend.commands.rules.receipt_token import Sealer
from backend.core import clock
from backend.core.db import fetch_by_key
from backend.identity.models import Person
from backend.push.channels.envelope import Envelope
from backend.push.models import Subscription
from backend.push.sender.life import is_free

WEBPUSH = "webpush"
LIVE = "live"
URGENCY = "high"


class Key(NamedTuple):
    """The sender's name for a message; a hint to an open screen is owed nothing."""

    order_id: UUID
    person_id: UUID
    batch_id: int
    is_hint: bool

    def __hash__(self) -> int:
        # A UUID hashes in Python, a number does not: a message is looked up a dozen times.
        return hash(self.person_id.int)


class Form(NamedTuple):
    """What all messages of an order in a language share."""

    template: Template
    sealer: Sealer
    ttl: int
    topic: str
    expires: datetime
    rank: int


def claim(session: Session, sender_id: int, limit: int, *, secret: str) -> list[Envelope]:
    """Messages of about `limit` recipients; those whom nothing leads to are marked at once."""
    now = clock.now()
    batches = _take(session, sender_id, max(1, limit // BATCH), now)
    if not batches:
        release.stamp_finished(session)
        return []
    fetch_by_key()
    rows = _owed(session, batches, now)
    several = _several(rows)
    nowhere = [row for row in rows if row.subscription_id is None]
    _hold(session, [*several, *nowhere])
    _keep_several(session, several)
    _mark_nowhere(session, nowhere)
    release.release(session, [batch.id for batch in batches], now)
    orders = {order.id: order for order in _orders(session, {batch.order_id for batch in batches})}
    return _enveloped(rows, orders, secret, now)


def next_due(session: Session) -> datetime | None:
    """When the next batch that nobody holds falls due."""
    return session.scalar(_next_due(), {"now": clock.now()})


def most_urgent(session: Session) -> int | None:
    """The rank of the first batch due, also of one that waits: what it waits for may be what is handed back."""
    return session.scalar(_most_urgent(), {"now": clock.now()})


def _take(session: Session, sender_id: int, count: int, now: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    ids = session.scalars(due_and_free(), {"now": now, "count": count}).all()
    # Looked at once more under the lock: an order that ended since the first look is not taken up again.
    taken = (
        update(DeliveryBatch)
        .where(DeliveryBatch.id.in_(ids), ~_has_ended())
        .values(claimed_by=sender_id, claimed_at=now)
        .returning(DeliveryBatch.id, DeliveryBatch.order_id)
        .execution_options(synchronize_session=False)
    )
    return session.execute(taken).all() if ids else []


# Built once: each sender asks them all the time, and putting one together takes longer than its answer.
@cache
def due_and_free() -> Select[int]:
    """Batches due by `now` that nobody holds, `count` at most."""
    free = _free().where(DeliveryBatch.due_at <= bindparam("now")).limit(bindparam("count", type_=Integer))
    return free.with_for_update(of=DeliveryBatch, skip_locked=True)


@cache
def _next_due() -> Select[datetime]:
    return _free().with_only_columns(func.min(DeliveryBatch.due_at)).order_by(None)


@cache
def _most_urgent() -> Select[int]:
    due = _open().with_only_columns(DeliveryBatch.severity_rank).where(DeliveryBatch.due_at <= bindparam("now"))
    return due.limit(1)


def _free() -> Select[int]:
    return _open().where(~_waits())


def _open() -> Select[int]:
    """Batches of live orders that no living sender holds, in the order in which they go out; as of `now`."""
    return (
        select(DeliveryBatch.id)
        .join(Order, Order.id == DeliveryBatch.order_id)
        .join(OrderProgress, OrderProgress.order_id == DeliveryBatch.order_id)
        .where(
            DeliveryBatch.done_at.is_(None),
            is_free(DeliveryBatch.claimed_by),
            OrderProgress.ended_at.is_(None),
            Order.expires > bindparam("now"),
        )
        .order_by(DeliveryBatch.severity_rank, DeliveryBatch.order_id, DeliveryBatch.no)
    )


def _waits() -> ColumnElement[bool]:
    """What it follows is on its way to the same people: sent now, it might be overtaken by what it takes back."""
    held = aliased(DeliveryBatch)
    is_held = exists().where(
        held.id == func.any(DeliveryBatch.waits_for),
        held.done_at.is_(None),
        held.claimed_by.is_not(None),
        ~is_free(held.claimed_by),
    )
    # Said first: of no list at all PostgreSQL would look for a member among all batches there are, for each one.
    return DeliveryBatch.waits_for.is_not(None) & is_held


def _has_ended() -> ColumnElement[bool]:
    return exists().where(OrderProgress.order_id == DeliveryBatch.order_id, OrderProgress.ended_at.is_not(None))


def _owed(session: Session, batches: Sequence[Row[*tuple[Any, ...]]], now: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    columns = {"batches": [batch.id for batch in batches], "now": now}
    # By the connection: a session would make every row anew.
    return session.connection().execute(_those_owed(), columns).all()


@cache
def _those_owed() -> Select[*tuple[Any, ...]]:
    """One row per recipient and subscription still owed; without a subscription, one row all the same."""
    leads = (Subscription.person_id == Delivery.person_id) & Subscription.gone_at.is_(None)
    left = Delivery.remaining.is_(None) | (Subscription.id == func.any(Delivery.remaining))
    return (
        select(
            Delivery.order_id,
            Delivery.person_id,
            Delivery.batch_id,
            Person.language,
            Subscription.id.label("subscription_id"),
            Subscription.endpoint,
            Subscription.p256dh,
            Subscription.auth,
            Subscription.key_id,
        )
        .join(Person, Person.id == Delivery.person_id)
        .outerjoin(Subscription, leads & left)
        .where(
            # Not by the order: of a new one the planner has seen no row and would read all of them for each batch.
            Delivery.batch_id.in_(bindparam("batches", expanding=True)),
            Delivery.next_try_at <= bindparam("now"),
        )
        .order_by(Delivery.order_id, Delivery.person_id)
    )


def _several(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Row[*tuple[Any, ...]]]:
    """Those of people with several devices."""
    # By numbers: a UUID compares in Python, twice for each message.
    if len({row.person_id.int for row in rows}) == len(rows):
        return []
    names = [(row.order_id.int, row.person_id.int) for row in rows]
    times = Counter(names)
    return [row for row, name in zip(rows, names, strict=True) if times[name] > 1]


def _hold(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> None:
    """All that will be changed, at once and in the order of the key, as receipts and results hold them."""
    if rows:
        columns = {"orders": [row.order_id for row in rows], "people": [row.person_id for row in rows]}
        session.execute(text(HOLD), columns)


def _keep_several(session: Session, several: Sequence[Row[*tuple[Any, ...]]]) -> None:
    """Who has several devices is owed each of them: write down which, so that none is sent twice or forgotten."""
    if several:
        columns = {
            "orders": [row.order_id for row in several],
            "people": [row.person_id for row in several],
            "subscriptions": [row.subscription_id for row in several],
        }
        session.execute(text(KEEP_SEVERAL), columns)


def _mark_nowhere(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> None:
    if rows:
        columns = {"orders": [row.order_id for row in rows], "people": [row.person_id for row in rows]}
        session.execute(text(MARK_NOWHERE), columns)


def _orders(session: Session, ids: set[UUID]) -> Sequence[Order]:
    return session.scalars(select(Order).where(Order.id.in_(ids))).all()


def _enveloped(
    rows: Sequence[Row[*tuple[Any, ...]]], orders: dict[UUID, Order], secret: str, now: datetime
) -> list[Envelope]:
    forms: dict[tuple[int, str], Form] = {}
    envelopes = []
    for row in rows:
        spoken = (row.order_id.int, row.language)
        form = forms.get(spoken)
        if form is None:
            form = forms[spoken] = _form(orders[row.order_id], row.language, secret, now)
        envelopes.append(_envelope(row, form))
    return envelopes


def _form(order: Order, language: str, secret: str, now: datetime) -> Form:
    ttl = max(1, int((order.expires - now).total_seconds()))
    rank = cap.rank(order.severity, order.kind)
    return Form(template(order, language), Sealer(secret, order.id), ttl, topic(order.root_id), order.expires, rank)


def _envelope(row: Row[*tuple[Any, ...]], form: Form) -> Envelope:
    order_id, person_id, batch_id, _, subscription_id, endpoint, p256dh, auth, key_id = row
    nowhere = subscription_id is None
    return Envelope(
        key=Key(order_id, person_id, batch_id, nowhere),
        channel=LIVE if nowhere else WEBPUSH,
        # An open screen is known by its person.
        subscription_id=person_id if nowhere else subscription_id,
        endpoint=endpoint or "",
        p256dh=p256dh or "",
        auth=auth or "",
        key_id=key_id or "",
        payload=form.template.to(form.sealer, person_id),
        ttl=form.ttl,
        urgency=URGENCY,
        topic=form.topic,
        expires_at=form.expires,
        rank=form.rank,
    )


# Two statements follow, of different people: each in order is not both in order, and receipts come in groups.
HOLD = """
SELECT FROM delivery JOIN unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[])) AS given (order_id, person_id)
    USING (order_id, person_id)
ORDER BY delivery.order_id, delivery.person_id FOR NO KEY UPDATE OF delivery
"""

KEEP_SEVERAL = """
WITH several AS (
    SELECT order_id, person_id, array_agg(subscription_id) AS subscriptions
    FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[]), CAST(:subscriptions AS uuid[]))
        AS given (order_id, person_id, subscription_id)
    GROUP BY order_id, person_id
)
UPDATE delivery SET remaining = several.subscriptions
FROM several
WHERE delivery.order_id = several.order_id AND delivery.person_id = several.person_id
    AND delivery.next_try_at IS NOT NULL
"""

MARK_NOWHERE = """
UPDATE delivery SET channel = coalesce(channel, 'none'), next_try_at = NULL, remaining = NULL
FROM unnest(CAST(:orders AS uuid[]), CAST(:people AS uuid[])) AS given (order_id, person_id)
WHERE delivery.order_id = given.order_id AND delivery.person_id = given.person_id
"""
