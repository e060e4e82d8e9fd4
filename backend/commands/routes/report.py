"""The after-action report of an order: as a page, and as files that are handed out."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.commands import policy
from backend.commands.actions import export_report
from backend.commands.queries import report
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
    """The report as PDF, its streets as CSV, or all of it as a bundle that anybody can verify."""
    made = export_report.export(actor, order_id, **body)
    return download(made.data, BYTES, made.name)
