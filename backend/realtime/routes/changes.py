"""GET /api/changes: what changed for me, for a phone that keeps what it reads."""

from typing import Any

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint
from backend.realtime.queries import changes as feed
from backend.realtime.schemas import ChangesQuery, ChangesShown

blp = Blueprint("changes", __name__, url_prefix="/api/changes", description="What changed since")


@endpoint(blp, "GET", "", allow=SIGNED_IN, query=ChangesQuery, returns=ChangesShown)
def list_changes(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """My orders with my receipts, and the cases I see: those that changed since the cursor."""
    return feed.changes(actor, **query)
