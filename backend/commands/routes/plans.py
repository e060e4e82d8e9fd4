"""Plans, as commanders choose them."""

from typing import Any

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.queries import plans
from backend.commands.schemas.plans import PlanShown, PlansShown
from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles

blp = Blueprint("plans", __name__, url_prefix="/api/plans", description="预案")
WATCHERS = roles(*policy.WATCH)


@endpoint(blp, "GET", "", allow=WATCHERS, returns=PlansShown)
def list_plans(_actor: Actor) -> dict[str, Any]:
    """The plans in force."""
    return {"items": plans.listed()}


@endpoint(blp, "GET", "/<string:code>", allow=WATCHERS, returns=PlanShown)
def one_plan(_actor: Actor, code: str) -> dict[str, Any]:
    """One plan in force."""
    return plans.one(code).shown()
