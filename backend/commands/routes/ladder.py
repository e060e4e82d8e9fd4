"""The ladder of an order: its steps, the doors that are knocked at, and answers for somebody else."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.actions import answer_for
from backend.commands.queries import door_knocks, ladder
from backend.commands.schemas import ladder as shapes
from backend.commands.schemas.receipt import Taken
from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles

blp = Blueprint("ladder", __name__, url_prefix="/api/orders/<uuid:order_id>", description="逐级叫应")
READERS = roles(*policy.READ_BOARDS)


@endpoint(blp, "GET", "/ladder", allow=READERS, query=shapes.LadderQuery, returns=shapes.LadderShown)
def show_ladder(actor: Actor, query: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Who was told by which step, and what comes next."""
    return ladder.ladder(actor, order_id, **query)


@endpoint(blp, "GET", "/door-knocks", allow=READERS, query=shapes.KnocksQuery, returns=shapes.KnocksPage)
def list_door_knocks(actor: Actor, query: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """The doors that somebody is asked to knock at, the oldest first."""
    return door_knocks.of_order(actor, order_id, **query)


@endpoint(
    blp,
    "POST",
    "/recipients/<uuid:person_id>/answer",
    allow=roles(*policy.ANSWER_FOR),
    body=shapes.AnswerFor,
    returns=Taken,
)
def answer_for_recipient(actor: Actor, body: dict[str, Any], order_id: UUID, person_id: UUID) -> dict[str, Any]:
    """Answer for somebody who was met or phoned."""
    return answer_for.answer_for(actor, order_id, person_id, **body)
