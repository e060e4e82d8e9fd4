"""The addresses of gates: what phones verify by, where they stand, and who came."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core import clock
from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, Repeat, endpoint, roles
from backend.health import policy
from backend.health.actions import check_in as checking_in
from backend.health.actions import places as placing
from backend.health.queries import places, trust, verifying
from backend.health.schemas.gate import (
    AnswerShown,
    CheckInBatch,
    CodeCheckIn,
    CodeTakenList,
    CodeToVerify,
    GatePlaceList,
    GatePlaceWhole,
    NewCodeCheckIn,
    NewGatePlace,
    TrustList,
)

blp = Blueprint("gate", __name__, url_prefix="/api/gate", description="Health codes at the gate")

AT_GATE = roles(*policy.GATE)
KEEPER = roles(*policy.OFFICERS)


@endpoint(blp, "GET", "/trust-list", allow=SIGNED_IN, returns=TrustList)
def show_trust_list(actor: Actor) -> dict[str, Any]:  # noqa: ARG001 - the same for everybody
    """Keys and revocations: by them a phone verifies without network."""
    return trust.trust_list()


@endpoint(blp, "POST", "/verify", allow=AT_GATE, body=CodeToVerify, returns=AnswerShown, repeat=Repeat.READS)
def verify_code(actor: Actor, body: dict[str, Any]) -> object:  # noqa: ARG001 - codes belong to no place
    """What the server says of a code (验码), without letting anybody in."""
    return verifying.answer(body["code"], source=body["source"], at=clock.now())


@endpoint(blp, "GET", "/places", allow=AT_GATE, returns=GatePlaceList)
def list_places(actor: Actor) -> dict[str, Any]:
    """Where I may stand at the gate, with today's counts."""
    return places.listed(actor)


@endpoint(blp, "GET", "/places/<uuid:place_id>", allow=AT_GATE, returns=GatePlaceWhole)
def one_place(actor: Actor, place_id: UUID) -> dict[str, Any]:
    """A place with its code to hang up, its counts and the last who came."""
    return places.whole(actor, place_id)


@endpoint(
    blp, "POST", "/places", allow=KEEPER, body=NewGatePlace, returns=GatePlaceWhole, status=201, repeat=Repeat.BY_ID
)
def open_place(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Give a place a code."""
    return places.whole(actor, placing.open_place(actor, **body).id)


@endpoint(blp, "POST", "/places/<uuid:place_id>/close", allow=KEEPER, status=204)
def close_place(actor: Actor, place_id: UUID) -> None:
    """Its code is good no more."""
    placing.close_place(actor, place_id)


@endpoint(blp, "POST", "/check-ins", allow=AT_GATE, body=NewCodeCheckIn, returns=CodeCheckIn, repeat=Repeat.BY_ID)
def check_in_code(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """HealthPerson showed a code; the server verifies it for itself, as of the moment it was scanned."""
    return places.check_in_shown(checking_in.check_in(actor, **body))


@endpoint(blp, "POST", "/check-ins/batch", allow=AT_GATE, body=CheckInBatch, returns=CodeTakenList, repeat=Repeat.BY_ID)
def check_in_many(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """What a gate gathered without network; each is taken or refused for itself."""
    return {"items": checking_in.many(actor, **body)}
