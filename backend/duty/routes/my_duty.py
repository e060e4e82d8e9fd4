"""The addresses of a person's own duty."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, Repeat, endpoint, roles
from backend.duty.actions import check_in as checking_in
from backend.duty.actions import check_out as checking_out
from backend.duty.queries.mine import mine
from backend.duty.rules.kinds import MAY, STANDBY
from backend.duty.schemas import CheckIn, MyDuty, Tapped

blp = Blueprint("my_duty", __name__, url_prefix="/api/me/duty", description="Being on duty or standby")


@endpoint(blp, "GET", "", allow=SIGNED_IN, returns=MyDuty)
def show_my_duty(actor: Actor) -> dict[str, Any]:
    """Whether I am on duty or standby, and what was today."""
    return mine(actor)


@endpoint(blp, "POST", "", allow=roles(*MAY[STANDBY]), body=CheckIn, returns=MyDuty, repeat=Repeat.BY_ID)
def check_in(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Check in. What runs already, and is the same, stays."""
    checking_in.check_in(actor, **body)
    return mine(actor)


@endpoint(blp, "POST", "/<uuid:period_id>/check-out", allow=SIGNED_IN, body=Tapped, returns=MyDuty, repeat=Repeat.BY_ID)
def check_out(actor: Actor, body: dict[str, Any], period_id: UUID) -> dict[str, Any]:
    """Check out."""
    checking_out.check_out(actor, period_id, **body)
    return mine(actor)
