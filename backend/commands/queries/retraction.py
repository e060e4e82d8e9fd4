"""How an order was taken back: when its last message left, when its correction was accepted, and how many each met."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.commands.models.delivery import DeliveryBatch
from backend.commands.models.order import Order, OrderProgress, OrderTally
from backend.commands.queries import chain
from backend.commands.rules import retraction as rule
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.stopwatch import tapped
from backend.core.db import db
from backend.push.sender.life import is_free

CORRECTION = "correction"


def retraction(order: Order, progress: OrderProgress) -> dict[str, Any] | None:
    """Of an order that was taken back, or of the correction that did it; of any other, None."""
    if order.kind == CORRECTION:
        return _measured(order, progress)
    ended_by = progress.ended_by_order_id
    correction = None if ended_by is None else db.session.get(Order, ended_by)
    if correction is None or correction.kind != CORRECTION:
        return None
    return _measured(correction, db.session.get_one(OrderProgress, correction.id, populate_existing=True))


def _measured(correction: Order, progress: OrderProgress) -> dict[str, Any]:
    tapped_at = tapped(correction.stamps)["confirmed"] or correction.sent
    return {
        "order_id": correction.id,
        **rule.measured(tapped=tapped_at, stopped=_stopped_at(correction), corrected=progress.all_accepted_at),
        "stopped_people": _stopped_people(correction.references_id),
        # Whose original came back unsent in the meantime has nothing to be corrected.
        "corrected_people": progress.people - _stopped_people(correction.id),
    }


def _stopped_at(correction: Order) -> datetime | None:
    """Of the whole chain: what an update had replaced may have been on its way still. What a dead sender held is over
    with its sender."""
    wrong = chain.before(correction)
    held = DeliveryBatch.done_at.is_(None) & DeliveryBatch.claimed_by.is_not(None) & ~is_free(DeliveryBatch.claimed_by)
    ended = select(OrderProgress.ended_at).where(OrderProgress.order_id == correction.references_id).scalar_subquery()
    query = select(
        func.coalesce(func.bool_or(held), False).label("goes_on"),
        func.greatest(ended, func.max(DeliveryBatch.done_at)).label("at"),
    ).where(DeliveryBatch.order_id.in_(wrong))
    row = db.session.execute(query).one()
    return None if row.goes_on else row.at


def _stopped_people(of_order: UUID | None) -> int:
    stopped = (OrderTally.order_id == of_order, OrderTally.state == State.superseded)
    return db.session.scalar(select(func.coalesce(func.sum(OrderTally.people), 0)).where(*stopped)) or 0
