"""Orders addressed to me."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands.queries import orders
from backend.commands.schemas.orders import MyOrder
from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint
from backend.core.http.schema import PageQuery, page_of

blp = Blueprint("my_orders", __name__, url_prefix="/api/me/orders", description="我的指令")


@endpoint(blp, "GET", "", allow=SIGNED_IN, query=PageQuery, returns=page_of(MyOrder))
def list_my_orders(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Orders addressed to me, the newest first."""
    return orders.mine(actor, **query)


@endpoint(blp, "GET", "/<uuid:order_id>", allow=SIGNED_IN, returns=MyOrder)
def my_order(actor: Actor, order_id: UUID) -> dict[str, Any]:
    """One order addressed to me."""
    return orders.one_of_mine(actor, order_id)
