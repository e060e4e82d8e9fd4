"""The after-action report of an order: as a page, and as files that are handed out."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.commands import policy
from backend.commands.actions import export_report
from backend.commands.actions.report_exports import ask as asking
from backend.commands.queries import report, report_exports
from backend.commands.schemas import report as shapes
from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.core.http.files import download
from backend.core.http.openapi import BYTES

blp = Blueprint("report", __name__, url_prefix="/api/orders/<uuid:order_id>/report", description="复盘报告")
READERS = roles(*policy.READ_BOARDS)


@endpoint(blp, "GET", "", allow=READERS, returns=shapes.ReportShown)
def show_report(actor: Actor, order_id: UUID) -> dict[str, Any]:
    """What became of the order; preliminary while it is live."""
    return report.report(actor, order_id)


@endpoint(blp, "POST", "/export", allow=READERS, body=shapes.ReportWanted, file=BYTES, repeat=Repeat.LATEST)
def export_order_report(actor: Actor, body: dict[str, Any], order_id: UUID) -> Response:
    """The report as PDF, its streets as CSV, or all of it as a bundle that anybody can verify; of 5,000 at most."""
    made = export_report.export(actor, order_id, **body)
    return download(made.data, BYTES, made.name)


@endpoint(
    blp,
    "POST",
    "/exports",
    allow=READERS,
    body=shapes.NewReportExport,
    returns=shapes.ReportExportShown,
    status=202,
)
def ask_report_export(actor: Actor, body: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Ask for the report of an order of any size as a file; it is written in the background."""
    asking.ask(actor, order_id, **body)
    return report_exports.one(actor, order_id, body["id"])


@endpoint(blp, "GET", "/exports/<uuid:export_id>", allow=READERS, returns=shapes.ReportExportShown)
def one_report_export(actor: Actor, order_id: UUID, export_id: UUID) -> dict[str, Any]:
    """How far it is."""
    return report_exports.one(actor, order_id, export_id)


@endpoint(blp, "GET", "/exports/<uuid:export_id>/file", allow=READERS, file=BYTES)
def file_of_report_export(actor: Actor, order_id: UUID, export_id: UUID) -> Response:
    """The file, until it expires."""
    name, data = report_exports.file(actor, order_id, export_id)
    return download(data, BYTES, name)
