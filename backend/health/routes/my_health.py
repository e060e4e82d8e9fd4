"""The addresses of a person's own health. No reply of theirs is kept: none takes an Idempotency-Key."""

from typing import Any

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, Repeat, endpoint
from backend.health.actions import appeals as appealing
from backend.health.actions import check_in as checking_in
from backend.health.actions import declare as declaring
from backend.health.actions import renew as renewing
from backend.health.queries.mine import mine
from backend.health.queries.places import visit_shown
from backend.health.schemas.gate import NewVisit, VisitShown
from backend.health.schemas.mine import CodeShown, DeclaredHealth, MyHealth, NewAppeal, NewDeclaration

blp = Blueprint("my_health", __name__, url_prefix="/api/me/health", description="My health code and declarations")


@endpoint(blp, "GET", "", allow=SIGNED_IN, returns=MyHealth)
def show_my_health(actor: Actor) -> dict[str, Any]:
    """My colour, why it is so, and what I declared this half-day."""
    return mine(actor)


@endpoint(blp, "POST", "/code", allow=SIGNED_IN, returns=CodeShown, repeat=Repeat.LATEST)
def renew_code(actor: Actor) -> dict[str, Any]:
    """Ask for a code (制码): signed now, good for minutes."""
    return renewing.renew(actor).shown()


@endpoint(
    blp, "POST", "/declarations", allow=SIGNED_IN, body=NewDeclaration, returns=DeclaredHealth, repeat=Repeat.BY_ID
)
def declare_health(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Declare my health (健康申报), once per half-day; what is said again is added."""
    made = declaring.declare(actor, **body)
    return {**mine(actor), "id": body["id"], "state": "declared", "recorded_at": made.received_at}


@endpoint(blp, "POST", "/appeals", allow=SIGNED_IN, body=NewAppeal, returns=MyHealth, repeat=Repeat.BY_ID)
def file_appeal(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Say that my colour is wrong (纠错)."""
    appealing.appeal(actor, **body)
    return mine(actor)


@endpoint(blp, "POST", "/visits", allow=SIGNED_IN, body=NewVisit, returns=VisitShown, repeat=Repeat.BY_ID)
def visit_place(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Check in by the code that hangs at a place (场所码)."""
    return visit_shown(checking_in.visit(actor, **body))
