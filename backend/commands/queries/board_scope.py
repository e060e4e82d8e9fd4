"""What somebody may look into of an order: the order, if he may see it, and its places inside his own subtrees."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select

from backend.areas.policy import within
from backend.commands import policy
from backend.commands.models.delivery import Delivery
from backend.commands.models.order import Order, OrderNode
from backend.commands.queries import orders
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor


@dataclass(frozen=True, slots=True)
class Scope:
    """An order and the subtrees of it that are looked into: one, unless the viewer's grants lie apart."""

    row: Row[Any]
    subtrees: list[str]

    @property
    def order(self) -> Order:
        found: Order = self.row.Order
        return found

    def recipients(self) -> ColumnElement[bool]:
        return (Delivery.order_id == self.order.id) & within(self.subtrees, Delivery.node_path)


def scope(actor: Actor, order_id: UUID, node: str | None = None, *, by: Sequence[str] = policy.READ_BOARDS) -> Scope:
    """`node` narrows it to one place of the order; somebody else's order or place is not found."""
    row = db.session.execute(orders.visible_to(actor, by=by).where(Order.id == order_id)).one_or_none()
    if row is None:
        refuse("order.not_found")
    order = row.Order
    subtrees = policy.watched(actor, issuer_id=order.issuer_id, area_path=order.area_path, by=by)
    if node is not None:
        subtrees = [_path(order_id, subtrees, node)]
    return Scope(row, subtrees)


def _path(order_id: UUID, subtrees: list[str], node: str) -> str:
    place = (OrderNode.order_id == order_id, OrderNode.area_code == node, within(subtrees, OrderNode.area_path))
    path = db.session.scalar(select(OrderNode.area_path).where(*place))
    if path is None:
        refuse("area.not_found")
    return path
