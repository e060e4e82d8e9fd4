"""Places that climb while they have not answered: what has climbed, and taking it over."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.actions.closure import take_over
from backend.commands.queries import climbs
from backend.commands.schemas import climbs as shapes
from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles

blp = Blueprint("climbs", __name__, url_prefix="/api/orders/<uuid:order_id>/climbs", description="逐级升级")
READERS = roles(*policy.READ_BOARDS)
WATCHERS = roles(*policy.WATCH)


@endpoint(blp, "GET", "", allow=READERS, query=shapes.ClimbsQuery, returns=shapes.ClimbsShown)
def list_climbs(actor: Actor, query: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """What has climbed, who was told and who has taken it over; and what climbs next."""
    return {"items": climbs.listed(actor, order_id, **query)}


@endpoint(blp, "POST", "/<uuid:climb_id>/take-over", allow=WATCHERS, returns=shapes.ClimbShown)
def take_over_place(actor: Actor, order_id: UUID, climb_id: UUID) -> dict[str, Any]:
    """Take over a place that has climbed to me."""
    return take_over.take_over(actor, order_id, climb_id)
