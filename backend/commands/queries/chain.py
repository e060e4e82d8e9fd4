"""Who of an order's chain (the alert and its updates) must hear that it is over."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.dialects.postgresql import distinct_on

from backend.commands.models.delivery import Delivery
from backend.commands.models.ladder import DeliveryStep
from backend.commands.models.order import Order
from backend.commands.queries.targets import COLUMNS
from backend.commands.rules.receipt_ladder import State
from backend.core.db import db


def before(order: Order) -> Sequence[UUID]:
    """What it follows: the alert and its updates, the first of them first."""
    earlier = select(Order.id).where(Order.root_id == order.root_id, Order.sequence < order.sequence)
    return db.session.scalars(earlier.order_by(Order.sequence)).all()


def may_have_it(root_id: UUID) -> Select[*tuple[Any, ...]]:
    """Whose device may have an order of the chain: taken by a gateway, heard of, or still under way when it ended.

    Read after the unsent deliveries were stopped: what is planned and still owed then is in a sender's hands,
    or was, and waits for another try.
    """
    under_way = (Delivery.state == State.planned) & Delivery.next_try_at.is_not(None)
    return _people(root_id, (Delivery.state >= State.accepted) | under_way | _told_by_a_step())


def not_stopped(root_id: UUID) -> Select[*tuple[Any, ...]]:
    """Everybody the chain was sent to or tried for, also those whom no channel leads to: somebody phoned them."""
    return _people(root_id, Delivery.state > State.superseded)


def _told_by_a_step() -> ColumnElement[bool]:
    """On its way by text or call when it ended: what a gateway refused is not."""
    his = (DeliveryStep.order_id == Delivery.order_id) & (DeliveryStep.person_id == Delivery.person_id)
    told = exists().where(his, DeliveryStep.claimed_at.is_not(None), DeliveryStep.state != "failed")
    return told.correlate(Delivery)


def _people(root_id: UUID, where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    orders = select(Order.id).where(Order.root_id == root_id)
    latest_first = (Delivery.person_id, Delivery.order_id.desc())
    columns = [getattr(Delivery, name) for name in COLUMNS]
    return (
        select(*columns)
        .where(Delivery.order_id.in_(orders), where)
        .ext(distinct_on(Delivery.person_id))
        .order_by(*latest_first)
    )
