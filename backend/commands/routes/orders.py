"""Orders: check, issue, and the three ways they end; and the lists of them."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.actions import all_clear, cancel, issue, update
from backend.commands.queries import check, orders, statistics
from backend.commands.schemas import orders as shapes
from backend.commands.schemas.check import CheckOrder, OrderChecked
from backend.commands.schemas.statistics import StatisticsQuery, StatisticsShown
from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.core.http.schema import page_of

blp = Blueprint("orders", __name__, url_prefix="/api/orders", description="指令")
COMMANDERS = roles(policy.COMMANDS)
WATCHERS = roles(*policy.WATCH)
READERS = roles(*policy.READ_BOARDS)


@endpoint(blp, "POST", "/check", allow=COMMANDERS, body=CheckOrder, returns=OrderChecked, repeat=Repeat.READS)
def check_order(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Whom an order would reach and what is wrong with it, while it is being made."""
    return check.check(actor, **body)


@endpoint(blp, "POST", "", allow=COMMANDERS, body=shapes.IssueOrder, returns=shapes.OrderShown, status=201)
def issue_order(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Issue an order."""
    return issue.issue(actor, **body)


@endpoint(
    blp,
    "POST",
    "/<uuid:order_id>/update",
    allow=COMMANDERS,
    body=shapes.UpdateOrder,
    returns=shapes.OrderShown,
    status=201,
)
def update_order(actor: Actor, body: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Replace a live order by an Update that references it."""
    return update.update(actor, order_id, **body)


@endpoint(
    blp,
    "POST",
    "/<uuid:order_id>/cancel",
    allow=COMMANDERS,
    body=shapes.CancelOrder,
    returns=shapes.OrderShown,
    status=201,
)
def cancel_order(actor: Actor, body: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Take a live order back and correct it where it may have arrived."""
    return cancel.cancel(actor, order_id, **body)


@endpoint(
    blp,
    "POST",
    "/<uuid:order_id>/all-clear",
    allow=COMMANDERS,
    body=shapes.ClearOrder,
    returns=shapes.OrderShown,
    status=201,
)
def clear_order(actor: Actor, body: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Say that the danger is over."""
    return all_clear.all_clear(actor, order_id, **body)


@endpoint(blp, "GET", "", allow=WATCHERS, query=shapes.OrdersQuery, returns=page_of(shapes.ListedOrder))
def list_orders(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Orders with recipients in my subtree, the newest first, each with its ring."""
    return orders.listed(actor, **query)


@endpoint(blp, "GET", "/statistics", allow=READERS, query=StatisticsQuery, returns=StatisticsShown)
def order_statistics(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Key figures of the orders in my subtree by street and month; drills are never mixed in."""
    return {"items": statistics.statistics(actor, **query)}


@endpoint(blp, "GET", "/<uuid:order_id>", allow=WATCHERS, returns=shapes.OrderShown)
def one_order(actor: Actor, order_id: UUID) -> dict[str, Any]:
    """One order."""
    return orders.one(actor, order_id)
