"""Calls for help under an order: who asks for it now, and who attends."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.actions import attend
from backend.commands.queries import help_calls
from backend.commands.schemas import help_calls as shapes
from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.core.http.schema import page_of

blp = Blueprint("help_calls", __name__, url_prefix="/api/orders/<uuid:order_id>/help-calls", description="求助")
READERS = roles(*policy.READ_BOARDS)
WATCHERS = roles(*policy.WATCH)


@endpoint(blp, "GET", "", allow=READERS, query=shapes.HelpCallsQuery, returns=page_of(shapes.HelpCallShown))
def list_help_calls(actor: Actor, query: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Who asks for help under the order and its chain, the oldest call first."""
    return help_calls.listed(actor, order_id, **query)


@endpoint(blp, "POST", "/<uuid:call_id>/attend", allow=WATCHERS, body=shapes.Attend, returns=shapes.HelpCallShown)
def attend_help_call(actor: Actor, body: dict[str, Any], order_id: UUID, call_id: UUID) -> dict[str, Any]:
    """Say that somebody takes care of it."""
    return attend.attend(actor, order_id, call_id, **body)
