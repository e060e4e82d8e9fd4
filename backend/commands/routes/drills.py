"""Drills: planned or at once, started, called off, scored."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.actions.drills import call_off, plan, start
from backend.commands.queries import drills
from backend.commands.schemas import drills as shapes
from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.core.http.schema import page_of

blp = Blueprint("drills", __name__, url_prefix="/api/drills", description="演练")
COMMANDERS = roles(policy.COMMANDS)
WATCHERS = roles(*policy.WATCH)


@endpoint(blp, "GET", "", allow=WATCHERS, query=shapes.DrillsQuery, returns=page_of(shapes.DrillShown))
def list_drills(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Drills that touch my subtree, and those I planned."""
    return drills.listed(actor, **query)


@endpoint(blp, "POST", "", allow=COMMANDERS, body=shapes.PlanDrill, returns=shapes.WholeDrill, status=201)
def plan_drill(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Plan a drill, or hold one at once."""
    return plan.plan(actor, **body)


@endpoint(blp, "GET", "/<uuid:drill_id>", allow=WATCHERS, returns=shapes.WholeDrill)
def one_drill(actor: Actor, drill_id: UUID) -> dict[str, Any]:
    """One drill, with its score once it has finished."""
    return drills.one(actor, drill_id)


@endpoint(blp, "POST", "/<uuid:drill_id>/start", allow=COMMANDERS, returns=shapes.WholeDrill)
def start_drill(actor: Actor, drill_id: UUID) -> dict[str, Any]:
    """Start a planned drill now."""
    return start.start(actor, drill_id)


@endpoint(blp, "POST", "/<uuid:drill_id>/call-off", allow=COMMANDERS, body=shapes.CallOff, returns=shapes.WholeDrill)
def call_off_drill(actor: Actor, body: dict[str, Any], drill_id: UUID) -> dict[str, Any]:
    """Call a planned drill off."""
    return call_off.call_off(actor, drill_id, **body)
