"""What the feed carries: each kind of thing as its owner sees it, and how it ends for him."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.areas.policy import within
from backend.commands.models.delivery import Delivery, Receipt
from backend.commands.models.order import Order
from backend.commands.queries import orders
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db
from backend.core.facts import Fact
from backend.core.http.actor import Actor
from backend.incidents import policy as incident_policy
from backend.incidents.models.incident import Incident
from backend.incidents.queries import incidents, units
from backend.incidents.queries import rows as incident_rows

#: How far back a first load goes; what is older is looked up when it is wanted.
RECENT = timedelta(days=30)
Rows = Sequence[Row[*tuple[Any, ...]]]
GONE, OUT_OF_SCOPE = "gone", "out_of_scope"


@dataclass(frozen=True, slots=True)
class Kind:
    """`wider`: what else changes with these; `ended`: of those he does not see, the ones that he may have seen."""

    name: str
    visible: Callable[[Actor], Select[*tuple[Any, ...]]]
    id: InstrumentedAttribute[UUID]
    at: InstrumentedAttribute[Any]
    show: Callable[[Actor, Rows], list[dict[str, Any]]]
    wider: Callable[[list[UUID]], list[UUID]]
    ended: Callable[[Actor, list[UUID]], dict[UUID, str]]


def _orders(actor: Actor, rows: Rows) -> list[dict[str, Any]]:
    mine = _receipts(actor, [row.Order.id for row in rows])
    return [{"order": orders.shown_to_me(row), "receipts": mine.get(row.Order.id, [])} for row in rows]


def _receipts(actor: Actor, ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    own = (Receipt.order_id.in_(ids), Receipt.person_id == actor.id)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for one in db.session.scalars(select(Receipt).where(*own).order_by(Receipt.server_at, Receipt.id)):
        said = {"id": one.id, "state": State(one.state).name, "device_at": one.device_at, "recorded_at": one.server_at}
        found.setdefault(one.order_id, []).append(said)
    return found


def _replaced(ids: list[UUID]) -> list[UUID]:
    """An order that refers to another ends it: that one has changed as well."""
    query = select(Order.references_id).where(Order.id.in_(ids), Order.references_id.is_not(None))
    return [one for one in db.session.scalars(query) if one is not None]


def _unsent(actor: Actor, ids: list[UUID]) -> dict[UUID, str]:
    """He may have seen that it was planned; it was stopped before it went out."""
    mine = (Delivery.order_id.in_(ids), Delivery.person_id == actor.id)
    return dict.fromkeys(db.session.scalars(select(Delivery.order_id).where(*mine)), GONE)


def _incidents(actor: Actor, rows: Rows) -> list[dict[str, Any]]:
    mine = {row.Incident.id for row in rows if row.Incident.reporter_id == actor.id}
    return [{"incident": row, "is_mine": row["id"] in mine} for row in incident_rows.shown(rows)]


def _moved_away(actor: Actor, ids: list[UUID]) -> dict[UUID, str]:
    """Those of which something happened where he looks, by his hand or to his unit; nobody hears of any other."""
    place: InstrumentedAttribute[Any] = Fact.area_path
    mine = (within(list(incident_policy.watched(actor)), place), Fact.actor_id == actor.id, _to_his_unit(actor))
    subjects = (Fact.subject_type == "incident", Fact.subject_id.in_([str(one) for one in ids]))
    known = {UUID(one) for one in db.session.scalars(select(Fact.subject_id).where(*subjects, or_(*mine)).distinct())}
    there = set(db.session.scalars(select(Incident.id).where(Incident.id.in_(known))))
    return {one: OUT_OF_SCOPE if one in there else GONE for one in known}


def _to_his_unit(actor: Actor) -> ColumnElement[bool]:
    told: ColumnElement[bool] = Fact.data["unit_id"].astext.in_([str(one) for one in units.mine(actor)])
    return told


KINDS = (
    Kind(
        name="order",
        visible=lambda actor: orders.addressed_to(actor.id),
        id=Order.id,
        at=Order.sent,
        show=_orders,
        wider=_replaced,
        ended=_unsent,
    ),
    Kind(
        name="incident",
        visible=incidents.visible_to,
        id=Incident.id,
        at=Incident.recorded_at,
        show=_incidents,
        wider=lambda _ids: [],
        ended=_moved_away,
    ),
)
