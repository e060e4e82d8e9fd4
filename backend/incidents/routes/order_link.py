"""The addresses between a case and its orders."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.incidents import policy
from backend.incidents.queries import linked_orders
from backend.incidents.schemas.order_link import OrderDraft, OrdersOfIncident

blp = Blueprint(
    "incident_orders", __name__, url_prefix="/api/incidents/<uuid:incident_id>", description="Case to order"
)


@endpoint(blp, "GET", "/order-draft", allow=roles("commander"), returns=OrderDraft)
def show_order_draft(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """What an order from this case begins with: plan, place, words; one tap from here to the key."""
    return linked_orders.draft(actor, incident_id)


@endpoint(blp, "GET", "/orders", allow=roles(*policy.WATCH), returns=OrdersOfIncident)
def list_orders_of_incident(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """The orders that came of it, as far as you see them."""
    return {"items": linked_orders.of_case(actor, incident_id)}
