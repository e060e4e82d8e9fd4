"""The addresses of who is on duty."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.duty import policy
from backend.duty.actions import end_period as ending
from backend.duty.queries import roster
from backend.duty.schemas import Ending, Roster, RosterQuery

blp = Blueprint("duty", __name__, url_prefix="/api/duty", description="Who is on duty or standby")


@endpoint(blp, "GET", "", allow=roles(*policy.WATCH), query=RosterQuery, returns=Roster)
def show_roster(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Who is on duty or standby now in the own subtree."""
    return roster.roster(actor, **query)


@endpoint(blp, "POST", "/<uuid:period_id>/end", allow=roles(policy.OFFICER), body=Ending, status=204)
def end_period(actor: Actor, body: dict[str, Any], period_id: UUID) -> None:
    """End somebody's period, with a reason."""
    ending.end_period(actor, period_id, **body)
