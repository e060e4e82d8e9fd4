"""The addresses of exports."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint
from backend.core.http.files import download
from backend.core.http.schema import PageQuery
from backend.incidents.actions.exports import ask as asking
from backend.incidents.actions.exports import forget as forgetting
from backend.incidents.queries import exports
from backend.incidents.routes.incidents import AT_WORK
from backend.incidents.schemas.exports import ExportPage, ExportShown, NewExport

blp = Blueprint("incident_exports", __name__, url_prefix="/api/incidents/exports", description="Cases as a file")

BYTES = "application/octet-stream"


@endpoint(blp, "POST", "", allow=AT_WORK, body=NewExport, returns=ExportShown, status=202)
def ask_export(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Ask for the cases of a list as CSV or XLSX; it is written in the background."""
    asking.ask(actor, **body)
    return exports.one(actor, body["id"])


@endpoint(blp, "GET", "", allow=AT_WORK, query=PageQuery, returns=ExportPage)
def list_exports(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """What I asked for, the newest first."""
    return exports.listed(actor, **query)


@endpoint(blp, "GET", "/<uuid:export_id>", allow=AT_WORK, returns=ExportShown)
def one_export(actor: Actor, export_id: UUID) -> dict[str, Any]:
    """How far it is."""
    return exports.one(actor, export_id)


@endpoint(blp, "GET", "/<uuid:export_id>/file", allow=AT_WORK, file=BYTES)
def file_of_export(actor: Actor, export_id: UUID) -> Response:
    """The file, until it expires."""
    name, data = exports.file(actor, export_id)
    return download(data, BYTES, name)


@endpoint(blp, "DELETE", "/<uuid:export_id>", allow=AT_WORK, status=204)
def forget_export(actor: Actor, export_id: UUID) -> None:
    """Stop writing it, or let its file go before its time."""
    forgetting.forget(actor, export_id)
