"""The addresses of the register as a file."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint
from backend.core.http.files import download
from backend.core.http.schema import PageQuery
from backend.volunteers.actions import exports as acting
from backend.volunteers.queries import exports
from backend.volunteers.routes.register import KEEPERS
from backend.volunteers.schemas.register_exports import NewRegisterExport, RegisterExportPage, RegisterExportShown

blp = Blueprint(
    "register_exports", __name__, url_prefix="/api/volunteers/exports", description="The register as a file"
)

BYTES = "application/octet-stream"


@endpoint(blp, "POST", "", allow=KEEPERS, body=NewRegisterExport, returns=RegisterExportShown, status=202)
def ask_register_export(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Ask for the volunteers of a list as CSV or XLSX: masked, unless a reason is given."""
    acting.ask(actor, **body)
    return exports.one(actor, body["id"])


@endpoint(blp, "GET", "", allow=KEEPERS, query=PageQuery, returns=RegisterExportPage)
def list_register_exports(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """What I asked for, the newest first."""
    return exports.listed(actor, **query)


@endpoint(blp, "GET", "/<uuid:export_id>", allow=KEEPERS, returns=RegisterExportShown)
def one_register_export(actor: Actor, export_id: UUID) -> dict[str, Any]:
    """Whether it is ready."""
    return exports.one(actor, export_id)


@endpoint(blp, "GET", "/<uuid:export_id>/file", allow=KEEPERS, file=BYTES)
def file_of_register_export(actor: Actor, export_id: UUID) -> Response:
    """The file, until it expires."""
    name, data = exports.file(actor, export_id)
    return download(data, BYTES, name)


@endpoint(blp, "DELETE", "/<uuid:export_id>", allow=KEEPERS, status=204)
def forget_register_export(actor: Actor, export_id: UUID) -> None:
    """Let its file go before its time."""
    acting.forget(actor, export_id)
