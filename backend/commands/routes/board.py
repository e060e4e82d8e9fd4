"""The board of an order, its recipients by name, what is done about them, and its timeline."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.actions import resend
from backend.commands.queries import answered_places, comparison, recipients, timeline
from backend.commands.queries.board_together import board_together
from backend.commands.schemas import board as shapes
from backend.commands.schemas.comparison import AnsweredPlaces, Comparison
from backend.commands.schemas.recipients import Recipient, RecipientsQuery, Resend, Resent
from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.core.http.schema import page_of

blp = Blueprint("board", __name__, url_prefix="/api/orders/<uuid:order_id>", description="叫应")
READERS = roles(*policy.READ_BOARDS)
WATCHERS = roles(*policy.WATCH)


@endpoint(blp, "GET", "/board", allow=READERS, query=shapes.BoardQuery, returns=shapes.BoardShown)
def show_board(actor: Actor, query: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Who has answered, place by place."""
    return board_together(actor, order_id, **query)


@endpoint(blp, "GET", "/places", allow=READERS, query=shapes.BoardQuery, returns=AnsweredPlaces)
def show_places(actor: Actor, query: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """When the places of the board were answered."""
    return answered_places.answered_places(actor, order_id, **query)


@endpoint(blp, "GET", "/recipients", allow=READERS, query=RecipientsQuery, returns=page_of(Recipient))
def list_recipients(actor: Actor, query: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """The recipients by name, with the number to call: all, or those who stand alike."""
    return recipients.recipients(actor, order_id, **query)


@endpoint(blp, "GET", "/comparison", allow=READERS, returns=Comparison)
def show_comparison(actor: Actor, order_id: UUID) -> dict[str, Any]:
    """How fast people acknowledge, beside the last drill of the same plan and place."""
    return comparison.comparison(actor, order_id)


@endpoint(blp, "GET", "/timeline", allow=READERS, returns=shapes.TimelineShown)
def show_timeline(actor: Actor, order_id: UUID) -> dict[str, Any]:
    """What happened to the order, the oldest first."""
    return {"items": timeline.timeline(actor, order_id)}


@endpoint(blp, "POST", "/resend", allow=WATCHERS, body=Resend, returns=Resent)
def resend_order(actor: Actor, body: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Tell those again who have not answered."""
    return resend.resend(actor, order_id, **body)
