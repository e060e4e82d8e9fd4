"""The board of an order, its no-answer list and its timeline."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.queries import board, timeline, unanswered
from backend.commands.schemas import board as shapes
from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.core.http.schema import page_of

blp = Blueprint("board", __name__, url_prefix="/api/orders/<uuid:order_id>", description="叫应")
READERS = roles(*policy.READ_BOARDS)


@endpoint(blp, "GET", "/board", allow=READERS, query=shapes.BoardQuery, returns=shapes.BoardShown)
def show_board(actor: Actor, query: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Who has answered, place by place."""
    return board.board(actor, order_id, **query)


@endpoint(blp, "GET", "/unanswered", allow=READERS, query=shapes.UnansweredQuery, returns=page_of(shapes.Unanswered))
def list_unanswered(actor: Actor, query: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Who has not answered, with the number to call."""
    return unanswered.unanswered(actor, order_id, **query)


@endpoint(blp, "GET", "/timeline", allow=READERS, returns=shapes.TimelineShown)
def show_timeline(actor: Actor, order_id: UUID) -> dict[str, Any]:
    """What happened to the order, the oldest first."""
    return {"items": timeline.timeline(actor, order_id)}
