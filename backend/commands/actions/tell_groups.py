"""The groups of an order's area hear of it by their robots."""

from uuid import UUID

from backend.commands.models.order import Order
from backend.commands.rules.drill_life import TEST_PLAN
from backend.core.db import db
from backend.push.actions import tell_groups as robots


def tell_groups(order_id: UUID) -> None:
    """What it says in full; a test of the lines calls nobody together."""
    order = db.session.get_one(Order, order_id)
    if order.plan_code == TEST_PLAN:
        return
    words = order.texts["zh"]
    robots.tell_groups(
        order.id,
        title=words["headline"],
        words=f"{words['summary']}\n请在掌上微驾签收。",
        area_path=order.area_path,
        expires_at=order.expires,
    )
