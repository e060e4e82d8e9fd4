"""The addresses of whom push reaches."""

from typing import Any

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.core.http.schema import page_of
from backend.push import policy, schemas
from backend.push.queries import coverage

blp = Blueprint("reach", __name__, url_prefix="/api/push/reach", description="Whom push reaches.")

WATCHES = roles(*policy.WATCH)


@endpoint(blp, "GET", "", allow=WATCHES, query=schemas.ReachQuery, returns=schemas.ReachShown)
def show_reach(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """How many people of the own subtree are reached, by what, and why not, place by place."""
    return coverage.coverage(actor, **query)


@endpoint(blp, "GET", "/people", allow=WATCHES, query=schemas.UnreachedQuery, returns=page_of(schemas.Unreached))
def list_unreached(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Who is not reached, or by a phone long unheard of, and why."""
    return coverage.unreached(actor, **query)
