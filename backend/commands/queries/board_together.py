"""The board for many who watch it: one reading for all who ask within a moment and may see the same of the order."""

from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.commands import policy
from backend.commands.models.order import Order
from backend.commands.queries import board
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.shared_reading import SharedReading

#: Orders that are looked at in the same days.
REMEMBERED = 1024
_together: SharedReading[tuple[Any, ...], dict[str, Any]] = SharedReading()


def board_together(actor: Actor, order_id: UUID, *, node: str | None = None) -> dict[str, Any]:
    """As `board.board`: it depends on nothing of the actor but what is named here."""
    subtrees = frozenset(actor.paths_as(*policy.READ_BOARDS))
    key = (order_id, node, subtrees, actor.id == _issuer_of(order_id))
    return _together(key, partial(board.board, actor, order_id, node=node))


@lru_cache(REMEMBERED)
def _issuer_of(order_id: UUID) -> UUID:
    """Nobody else ever becomes an order's issuer."""
    issuer_id = db.session.scalar(select(Order.issuer_id).where(Order.id == order_id))
    if issuer_id is None:
        refuse("order.not_found")
    return issuer_id
