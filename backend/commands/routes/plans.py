"""Plans, as commanders choose them and as the district's editors keep them."""

from typing import Any

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.actions import create_plan as creating
from backend.commands.actions import edit_plan as editing
from backend.commands.actions import restore_plan as restoring
from backend.commands.actions import withdraw_plan as withdrawing
from backend.commands.queries import plans
from backend.commands.schemas import plan_draft, plan_editing
from backend.commands.schemas.plans import PlanShown, PlansShown
from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles

blp = Blueprint("plans", __name__, url_prefix="/api/plans", description="预案")
READERS = roles(*policy.READ_PLANS)
EDITORS = roles(*policy.EDIT_PLANS)


@endpoint(blp, "GET", "", allow=READERS, query=plan_editing.PlansQuery, returns=PlansShown)
def list_plans(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """The plans in force, or those withdrawn."""
    return {"items": plans.listed(actor, **query)}


@endpoint(blp, "POST", "", allow=EDITORS, body=plan_editing.NewPlan, returns=PlanShown, status=201)
def create_plan(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Write a new plan; it is in force at once."""
    return plans.shown(creating.create_plan(actor, **body))


@endpoint(
    blp,
    "POST",
    "/check",
    allow=EDITORS,
    body=plan_editing.DraftPlan,
    returns=plan_editing.PlanFindings,
    repeat=Repeat.READS,
)
def check_plan(_actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """What keeps a draft from being saved, and what its editor should know."""
    return plan_draft.check(body["content"])


@endpoint(blp, "GET", "/<string:code>", allow=READERS, returns=PlanShown)
def one_plan(_actor: Actor, code: str) -> dict[str, Any]:
    """One plan in its version in force; a withdrawn one says so."""
    return plans.shown(code)


@endpoint(blp, "PUT", "/<string:code>", allow=EDITORS, body=plan_editing.EditPlan, returns=PlanShown)
def edit_plan(actor: Actor, body: dict[str, Any], code: str) -> dict[str, Any]:
    """Save a plan as its next version, unless somebody saved one meanwhile."""
    editing.edit_plan(actor, code, **body)
    return plans.shown(code)


@endpoint(blp, "POST", "/<string:code>/withdraw", allow=EDITORS, body=plan_editing.WithdrawPlan, returns=PlanShown)
def withdraw_plan(actor: Actor, body: dict[str, Any], code: str) -> dict[str, Any]:
    """Withdraw a plan: nobody issues from it any more."""
    withdrawing.withdraw_plan(actor, code, **body)
    return plans.shown(code)


@endpoint(blp, "POST", "/<string:code>/restore", allow=EDITORS, returns=PlanShown)
def restore_plan(actor: Actor, code: str) -> dict[str, Any]:
    """Offer a withdrawn plan again."""
    restoring.restore_plan(actor, code)
    return plans.shown(code)
