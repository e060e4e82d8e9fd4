"""The address of the catalogue."""

from typing import Any

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint
from backend.incidents.queries import categories
from backend.incidents.schemas.categories import CategoryList

blp = Blueprint(
    "incident_categories", __name__, url_prefix="/api/incident-categories", description="What can be reported"
)


@endpoint(blp, "GET", "", allow=SIGNED_IN, returns=CategoryList)
def list_categories(_actor: Actor) -> dict[str, Any]:
    """List what can be reported, with icons and deadlines."""
    return {"items": categories.listed()}
