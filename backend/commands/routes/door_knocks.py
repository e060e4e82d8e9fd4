"""Doors that I am asked to knock at, and what I found there."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands.actions import answer_door_knock
from backend.commands.queries import door_knocks
from backend.commands.schemas import ladder as shapes
from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint
from backend.core.http.schema import PageQuery

blp = Blueprint("door_knocks", __name__, url_prefix="/api/me/door-knocks", description="上门叫应")


@endpoint(blp, "GET", "", allow=SIGNED_IN, query=PageQuery, returns=shapes.KnocksPage)
def list_my_door_knocks(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Doors of live orders that I am asked to knock at, the oldest first."""
    return door_knocks.mine(actor, **query)


@endpoint(blp, "POST", "/<uuid:knock_id>/answer", allow=SIGNED_IN, body=shapes.KnockAnswer, returns=shapes.KnockShown)
def answer_my_door_knock(actor: Actor, body: dict[str, Any], knock_id: UUID) -> dict[str, Any]:
    """Say what was found at the door; for the person, where he was met."""
    return answer_door_knock.answer_door_knock(actor, knock_id, **body)
