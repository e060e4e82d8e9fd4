"""Doors to knock at: those that somebody is asked to go to, and those of an order."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from backend.areas.models import Area
from backend.areas.policy import within
from backend.commands.models.delivery import Delivery
from backend.commands.models.ladder import DoorKnock
from backend.commands.models.order import Order, OrderProgress
from backend.commands.queries.board_scope import scope
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person

KNOCK = ("id", "order_id", "person_id", "reason", "created_at", "ended_at", "outcome", "note")
OPEN, ANSWERED, OVER = "open", "answered", "over"
WORKER, FROM, COMMUNITY = aliased(Person), aliased(Area), aliased(Area)


def mine(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """Of live orders, what I am asked to do and what I have done, the oldest first."""
    live = (OrderProgress.ended_at.is_(None), Order.expires > clock.now())
    query = _rows().where(DoorKnock.worker_id == actor.id, *live)
    return page(query, by=(DoorKnock.created_at, DoorKnock.id), cursor=cursor, limit=limit, show=_shown)


def one_of_mine(actor: Actor, knock_id: UUID) -> dict[str, Any]:
    row = db.session.execute(_rows().where(DoorKnock.worker_id == actor.id, DoorKnock.id == knock_id)).one_or_none()
    if row is None:
        refuse("door_knock.not_found")
    return _shown(row)


def one_to_answer(actor: Actor, knock_id: UUID) -> DoorKnock:
    """Held until the transaction ends; only whoever was asked to go says what he found."""
    held = select(DoorKnock).where(DoorKnock.worker_id == actor.id, DoorKnock.id == knock_id).with_for_update()
    found: DoorKnock | None = db.session.scalar(held.execution_options(populate_existing=True))
    if found is None:
        refuse("door_knock.not_found")
    return found


def of_order(actor: Actor, order_id: UUID, *, node: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """In the subtrees of the order that the actor looks into, the oldest first."""
    seen = scope(actor, order_id, node)
    here = (DoorKnock.order_id == order_id, within(seen.subtrees, DoorKnock.node_path))
    query = _rows().where(*here)
    return page(query, by=(DoorKnock.created_at, DoorKnock.id), cursor=cursor, limit=limit, show=_shown)


def waiting(order_id: UUID, worker_id: UUID) -> tuple[Order, list[str]]:
    """The order, and by name whom he is still to go to."""
    names = (
        select(Person.name)
        .join(DoorKnock, DoorKnock.person_id == Person.id)
        .join(Delivery, _his())
        .where(DoorKnock.order_id == order_id, DoorKnock.worker_id == worker_id)
        .where(DoorKnock.ended_at.is_(None), Delivery.answered_at.is_(None))
        .order_by(DoorKnock.created_at, DoorKnock.id)
    )
    return db.session.get_one(Order, order_id), list(db.session.scalars(names))


def _his() -> Any:
    return (Delivery.order_id == DoorKnock.order_id) & (Delivery.person_id == DoorKnock.person_id)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            DoorKnock,
            *(Order.texts, Order.status, Order.severity, Order.expires, OrderProgress.ended_at.label("order_ended_at")),
            *(Person.name, Person.phone, Person.lng_wgs84, Person.lat_wgs84),
            *(Delivery.answered_at, Delivery.answer),
            *(Area.code.label("area_code"), Area.name_zh, Area.name_en),
            *(COMMUNITY.name_zh.label("within_zh"), COMMUNITY.name_en.label("within_en")),
            *(FROM.name_zh.label("from_zh"), FROM.name_en.label("from_en")),
            *(WORKER.name.label("worker_name"), WORKER.phone.label("worker_phone")),
        )
        .join(Order, Order.id == DoorKnock.order_id)
        .join(OrderProgress, OrderProgress.order_id == DoorKnock.order_id)
        .join(Person, Person.id == DoorKnock.person_id)
        .join(Delivery, _his())
        .join(Area, Area.code == DoorKnock.node_code)
        .outerjoin(COMMUNITY, COMMUNITY.code == Area.parent_code)
        .outerjoin(FROM, FROM.code == DoorKnock.from_code)
        .outerjoin(WORKER, WORKER.id == DoorKnock.worker_id)
    )


def _shown(row: Row[Any]) -> dict[str, Any]:
    knock: DoorKnock = row.DoorKnock
    return {
        **{name: getattr(knock, name) for name in KNOCK},
        "state": _state(row),
        "headline_zh": row.texts["zh"]["headline"],
        "headline_en": row.texts["en"]["headline"],
        "exercise": row.status == "Exercise",
        "severity": row.severity,
        **{name: getattr(row, name) for name in ("name", "phone", "lng_wgs84", "lat_wgs84", "area_code")},
        "area_name_zh": row.name_zh,
        "area_name_en": row.name_en,
        "within_name_zh": row.within_zh,
        "within_name_en": row.within_en,
        "from_name_zh": row.from_zh,
        "from_name_en": row.from_en,
        "worker": _worker(row),
    }


def _state(row: Row[Any]) -> str:
    """What he found; else whether it is still to be done. A word of the person's own makes the way needless."""
    knock: DoorKnock = row.DoorKnock
    if knock.outcome is not None:
        return knock.outcome
    if row.answered_at is not None:
        return ANSWERED
    return OVER if row.order_ended_at is not None or row.expires <= clock.now() else OPEN


def _worker(row: Row[Any]) -> dict[str, Any] | None:
    knock: DoorKnock = row.DoorKnock
    if knock.worker_id is None:
        return None
    return {"id": knock.worker_id, "name": row.worker_name, "phone": row.worker_phone}
