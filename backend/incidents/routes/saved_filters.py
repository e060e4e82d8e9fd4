"""The addresses of saved filters."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint
from backend.incidents.actions import saved_filters as keeping
from backend.incidents.queries import saved_filters
from backend.incidents.routes.incidents import AT_WORK
from backend.incidents.schemas.saved_filters import FilterList, SaveFilter

blp = Blueprint("saved_filters", __name__, url_prefix="/api/incidents/filters", description="Lists kept under a name")


@endpoint(blp, "GET", "", allow=AT_WORK, returns=FilterList)
def list_filters(actor: Actor) -> dict[str, Any]:
    """List my filters, by name."""
    return {"items": saved_filters.listed(actor)}


@endpoint(blp, "PUT", "/<uuid:filter_id>", allow=AT_WORK, body=SaveFilter, returns=FilterList, repeat=Repeat.LATEST)
def save_filter(actor: Actor, body: dict[str, Any], filter_id: UUID) -> dict[str, Any]:
    """Keep a filter under a name, or change one; its id is made by the client."""
    keeping.save(actor, filter_id, **body)
    return {"items": saved_filters.listed(actor)}


@endpoint(blp, "DELETE", "/<uuid:filter_id>", allow=AT_WORK, status=204)
def forget_filter(actor: Actor, filter_id: UUID) -> None:
    """Forget one."""
    keeping.forget(actor, filter_id)
