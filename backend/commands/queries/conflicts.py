"""Live orders that already speak to the same places."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import exists, select

from backend.commands.models.order import Order, OrderProgress, OrderTally
from backend.commands.rules.lifecycle import LAST_WORDS
from backend.core import clock
from backend.core.db import db

NAMED_AT_MOST = 3


def conflicts(codes: Collection[str]) -> list[dict[str, Any]]:
    """The newest orders with recipients frozen at one of the places; corrections and all-clears conflict with none."""
    here = exists().where(OrderTally.order_id == Order.id, OrderTally.node_code.in_(codes))
    query = (
        select(Order)
        .join(OrderProgress, OrderProgress.order_id == Order.id)
        .where(OrderProgress.ended_at.is_(None), Order.expires > clock.now(), Order.kind.not_in(LAST_WORDS), here)
        .order_by(Order.sent.desc())
        .limit(NAMED_AT_MOST)
    )
    return [_shown(order) for order in db.session.scalars(query)] if codes else []


def _shown(order: Order) -> dict[str, Any]:
    headlines = {f"headline_{language}": text["headline"] for language, text in order.texts.items()}
    return {"order_id": str(order.id), "status": order.status, **headlines}
