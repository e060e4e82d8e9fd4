"""The addresses of tus: announce a photo, ask how much of it is here, send the next bytes."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint
from werkzeug.http import http_date

from backend.core.http import incoming
from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, Repeat, endpoint
from backend.uploads.actions import announce as announcing
from backend.uploads.actions import append as appending
from backend.uploads.models import Upload
from backend.uploads.queries import mine
from backend.uploads.rules import limits, tus
from backend.uploads.schemas import CREATION, PIECE, UploadShown

blp = Blueprint("uploads", __name__, url_prefix="/api/uploads", description="Photos, by tus 1.0: resumable")


@blp.after_request  # type: ignore[untyped-decorator]  # flask-smorest brings no types
def speak_tus(response: Response) -> Response:
    """Every answer names the version, refusals as well; OPTIONS says what is offered."""
    response.headers["Tus-Resumable"] = tus.VERSION
    if request.method == "OPTIONS":
        response.headers.update({**tus.OFFERS, "Tus-Max-Size": str(limits.MOST_BYTES)})
    return response


@endpoint(blp, "POST", "", allow=SIGNED_IN, takes=CREATION, returns=UploadShown, status=201, repeat=Repeat.BY_ID)
def announce_upload(actor: Actor) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Announce a photo; its bytes go to the address in `Location`."""
    tus.check_version(request.headers.get)
    said = tus.announced(request.headers.get)
    upload = announcing.announce(actor, record_id=said.record_id, sha256=said.sha256, length=said.length)
    return mine.shown(upload), 201, {"Location": f"{blp.url_prefix}/{upload.id}", **state(upload)}


@endpoint(blp, "GET", "/<uuid:upload_id>", allow=SIGNED_IN, returns=UploadShown)
def show_upload(actor: Actor, upload_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
    """How much of it is here; HEAD for tus, GET for the rest as well."""
    if request.method == "GET":
        upload = mine.one(actor, upload_id)
    else:
        upload = mine.one_there(actor, upload_id)
        tus.check_version(request.headers.get)
    return mine.shown(upload), 200, {**state(upload), "Upload-Length": str(upload.length)}


@endpoint(
    blp,
    "PATCH",
    "/<uuid:upload_id>",
    allow=SIGNED_IN,
    takes=PIECE,
    raw=tus.MEDIA_TYPE,
    status=204,
    repeat=Repeat.OFFSET,
)
def take_bytes(actor: Actor, upload_id: UUID) -> Response:
    """Take the next bytes, as many as come."""
    mine.one(actor, upload_id)
    tus.check_version(request.headers.get)
    piece = tus.piece(request.headers.get)
    appending.check(actor, upload_id, piece)
    came = appending.Bytes(*incoming.read(most=limits.MOST_BYTES))
    return Response(status=204, headers=state(appending.append(actor, upload_id, piece, came)))


def state(upload: Upload) -> dict[str, str]:
    ends = {"Upload-Expires": http_date(upload.expires_at)} if upload.arrived < upload.length else {}
    return {"Upload-Offset": str(upload.arrived), "Cache-Control": "no-store", **ends}
