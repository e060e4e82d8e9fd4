"""Reads of orders: what a commander or duty officer sees, and what is addressed to a person."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from backend.commands import policy
from backend.commands.models.delivery import Delivery
from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries.rings import rings
from backend.commands.rules import lifecycle
from backend.commands.rules.duty_phone import duty_phone
from backend.commands.rules.receipt_ladder import State
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person

#: columns of an order as they are shown, without change
SHOWN = (
    "id",
    "identifier",
    "sender",
    "sent",
    "status",
    "msg_type",
    "kind",
    "scope",
    "event",
    "event_class",
    "urgency",
    "severity",
    "certainty",
    "response_level",
    "effective",
    "expires",
    "plan_code",
    "plan_version",
    "sequence",
    "texts",
    "target",
    "place",
    "assembly_points",
    "checklist",
    "stamps",
    "approved_at",
    "override_reason",
    "note",
    "cause",
)
APPROVER = aliased(Person)


def visible_to(actor: Actor, *, by: Sequence[str] = policy.WATCH) -> Select[*tuple[Any, ...]]:
    return _rows().where(policy.sees(actor, by=by))


def one(actor: Actor, order_id: UUID) -> dict[str, Any]:
    row = db.session.execute(visible_to(actor).where(Order.id == order_id)).one_or_none()
    if row is None:
        refuse("order.not_found")
    return shown(row)


def listed(actor: Actor, *, state: str | None, status: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """The newest first."""
    query = visible_to(actor)
    if status is not None:
        query = query.where(Order.status == status)
    if state is not None:
        query = query.where(_is(state, clock.now()))
    found = page(query, by=(Order.sent, Order.id), cursor=cursor, limit=limit, descending=True)
    ring_of = rings(actor, found["items"], by=policy.WATCH, now=clock.now())
    return {**found, "items": [shown(row) | ring_of[row.Order.id]._asdict() for row in found["items"]]}


def addressed_to(person_id: UUID) -> Select[*tuple[Any, ...]]:
    """Orders that went to a person; what was stopped before it was sent did not."""
    mine = and_(Delivery.order_id == Order.id, Delivery.person_id == person_id, Delivery.state > State.superseded)
    return _rows().add_columns(Delivery.state, Delivery.answer, Delivery.answered_at).join(Delivery, mine)


def mine(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """The newest first, each with my own state."""
    query = addressed_to(actor.id)
    return page(query, by=(Order.sent, Order.id), cursor=cursor, limit=limit, descending=True, show=shown_to_me)


def one_of_mine(actor: Actor, order_id: UUID) -> dict[str, Any]:
    row = db.session.execute(addressed_to(actor.id).where(Order.id == order_id)).one_or_none()
    if row is None:
        refuse("order.not_found")
    return shown_to_me(row)


def exists_already(order_id: UUID) -> bool:
    return db.session.scalar(select(Order.id).where(Order.id == order_id)) is not None


def world_time() -> datetime:
    """The database's clock, which nobody moves: partitions are made by it."""
    now: datetime = db.session.execute(select(func.clock_timestamp())).scalar_one()
    return now


def shown(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """The order as the API gives it."""
    order: Order = row.Order
    return {
        **{name: getattr(order, name) for name in SHOWN},
        "references": order.references_id,
        "root": order.root_id,
        "issuer": {"id": order.issuer_id, "name": row.issuer_name},
        "approved_by": _approver(row),
        "state": lifecycle.state_of(row.ended_reason, order.expires, clock.now()),
        "people": row.people,
    }


def _approver(row: Row[*tuple[Any, ...]]) -> dict[str, Any] | None:
    approved_by = row.Order.approved_by
    return None if approved_by is None else {"id": approved_by, "name": row.approver_name}


def shown_to_me(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    answer = None if row.answer is None else State(row.answer).name
    mine = {"state": State(row.state).name, "answer": answer, "answered_at": row.answered_at}
    return {**shown(row), "duty_phone": duty_phone(row.Order.slots), "my": mine}


# Built once; each question adds its own conditions.
@cache
def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(Order, Person.name.label("issuer_name"), APPROVER.name.label("approver_name"))
        .add_columns(OrderProgress.people, OrderProgress.ended_at, OrderProgress.ended_reason)
        .join(Person, Person.id == Order.issuer_id)
        .outerjoin(APPROVER, APPROVER.id == Order.approved_by)
        .join(OrderProgress, OrderProgress.order_id == Order.id)
    )


def _is(state: str, now: datetime) -> ColumnElement[bool]:
    reason = OrderProgress.ended_reason
    if state == lifecycle.LIVE:
        return reason.is_(None) & (Order.expires > now)
    if state == lifecycle.EXPIRED:
        return or_(reason == state, reason.is_(None) & (Order.expires <= now))
    return reason == state
