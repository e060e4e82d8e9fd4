"""The versions of a plan: who wrote which, what differs, and putting one back in force."""

from typing import Any

from flask_smorest import Blueprint

from backend.commands.actions import put_plan_in_force as putting
from backend.commands.queries import plan_versions, plans
from backend.commands.routes.plans import EDITORS, READERS
from backend.commands.schemas import plan_editing as shapes
from backend.commands.schemas.plans import PlanShown
from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint

blp = Blueprint("plan_versions", __name__, url_prefix="/api/plans/<string:code>/versions", description="预案版本")


@endpoint(blp, "GET", "", allow=READERS, returns=shapes.VersionsShown)
def list_versions(_actor: Actor, code: str) -> dict[str, Any]:
    """All versions of a plan, the newest first."""
    return {"items": plan_versions.listed(code)}


@endpoint(blp, "GET", "/<int:version>", allow=READERS, returns=shapes.OneVersion)
def one_version(_actor: Actor, code: str, version: int) -> dict[str, Any]:
    """One version of a plan, word for word."""
    return plan_versions.one(code, version)


@endpoint(blp, "GET", "/<int:version>/diff", allow=READERS, query=shapes.DiffQuery, returns=shapes.PlanDiff)
def show_diff(_actor: Actor, query: dict[str, Any], code: str, version: int) -> dict[str, Any]:
    """What changed from another version to this one."""
    return plan_versions.diff(code, version, **query)


@endpoint(blp, "POST", "/<int:version>/put-in-force", allow=EDITORS, body=shapes.PutInForce, returns=PlanShown)
def put_in_force(actor: Actor, body: dict[str, Any], code: str, version: int) -> dict[str, Any]:
    """Make a new version equal to this one."""
    putting.put_plan_in_force(actor, code, version, **body)
    return plans.shown(code)
