"""The addresses of what was refused and handed to the duty desk."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint, roles
from backend.core.http.files import JPEG, picture
from backend.core.http.schema import page_of
from backend.devices import policy, schemas
from backend.devices.actions import hand_over as handing
from backend.devices.queries import handed_over

blp = Blueprint("quarantine", __name__, url_prefix="/api/quarantine", description="Refused, and kept all the same")


@endpoint(blp, "POST", "", allow=SIGNED_IN, body=schemas.HandOver, returns=schemas.HandedOverWhole, status=201)
def hand_over(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Give a refused item to the duty desk. The same id again gives the same one."""
    return handed_over.one(actor, handing.hand_over(actor, **body).id)


@endpoint(blp, "GET", "", allow=SIGNED_IN, query=schemas.QuarantineQuery, returns=page_of(schemas.HandedOverShown))
def list_quarantine(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """What I handed over, and what my desk was handed; the newest first."""
    return handed_over.listed(actor, **query)


@endpoint(blp, "GET", "/<uuid:item_id>", allow=SIGNED_IN, returns=schemas.HandedOverWhole)
def one_in_quarantine(actor: Actor, item_id: UUID) -> dict[str, Any]:
    """One of them with what it says."""
    return handed_over.one(actor, item_id)


@endpoint(blp, "GET", "/<uuid:item_id>/photos/<string:sha256>", allow=SIGNED_IN, query=schemas.PhotoQuery, file=JPEG)
def photo_in_quarantine(actor: Actor, query: dict[str, Any], item_id: UUID, sha256: str) -> Response:
    """A photo of it."""
    return picture(handed_over.photo(actor, item_id, sha256, **query))


@endpoint(
    blp,
    "POST",
    "/<uuid:item_id>/settle",
    allow=roles(*policy.DESK),
    body=schemas.Settle,
    returns=schemas.HandedOverWhole,
)
def settle(actor: Actor, body: dict[str, Any], item_id: UUID) -> dict[str, Any]:
    """Say what became of it."""
    handing.settle(actor, item_id, **body)
    return handed_over.one(actor, item_id)
