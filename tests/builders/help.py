"""Counts again from the receipts who asks for help, to compare with the calls that are open."""

from uuid import UUID

from sqlalchemy import select

from backend.commands.models.delivery import Delivery, Receipt
from backend.commands.models.help_call import HelpCall
from backend.commands.models.order import Order
from backend.commands.rules.receipt_ladder import State
from backend.commands.rules.receipt_verdict import Report, happened_at
from backend.core.db import db


def calling(order_id: UUID) -> set[UUID]:
    """Whose call is open."""
    still_open = (HelpCall.order_id == order_id, HelpCall.ended_at.is_(None))
    return set(db.session.scalars(select(HelpCall.person_id).where(*still_open)))


def recounted(order_id: UUID) -> set[UUID]:
    """Whose last word is that he needs help, where nobody has attended."""
    sent = db.session.get_one(Order, order_id).sent
    receipts = db.session.scalars(select(Receipt).where(Receipt.order_id == order_id)).all()
    deliveries = db.session.scalars(select(Delivery).where(Delivery.order_id == order_id)).all()
    asking = set()
    for delivery in deliveries:
        acts = [_at(one, sent) for one in receipts if one.person_id == delivery.person_id and one.state > 42]
        if delivery.answer == State.needs_help and all(at <= delivery.answered_at for at in acts):
            asking.add(delivery.person_id)
    return asking


def _at(receipt: Receipt, sent: object) -> object:
    names = ("id", "order_id", "person_id", "device_at", "clock_offset_ms")
    said = Report(**{name: getattr(receipt, name) for name in names}, state=State(receipt.state), via="session")
    return happened_at(said, sent=sent, now=receipt.server_at)  # type: ignore[arg-type]  # a datetime
