"""Reads of reports as files: one's own, nobody else's."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.commands.models.report_export import ReportExport, ReportExportPart
from backend.commands.rules import report_export as rules
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor

NAMES = ("id", "order_id", "format", "language", "rows_total", "rows_done", "size_bytes", "asked_at", "ready_at")


def one(actor: Actor, order_id: UUID, export_id: UUID) -> dict[str, Any]:
    export = _one(actor, order_id, export_id)
    whole = {name: getattr(export, name) for name in NAMES}
    return {**whole, "state": _state(export), "expires_at": export.expires_at}


def file(actor: Actor, order_id: UUID, export_id: UUID) -> tuple[str, bytes]:
    """Its name and its bytes, until it expires."""
    export = _one(actor, order_id, export_id)
    if _state(export) == rules.EXPIRED:
        refuse("export.gone")
    data = db.session.scalar(
        select(ReportExportPart.data).where(ReportExportPart.export_id == export.id, ReportExportPart.no == rules.FILE)
    )
    if export.state != rules.READY or data is None:
        refuse("export.not_ready")
    return str(export.file_name), data


def writing(actor: Actor) -> int:
    own = select(func.count()).where(ReportExport.person_id == actor.id, ReportExport.state == rules.WRITING)
    return db.session.scalar(own) or 0


def _one(actor: Actor, order_id: UUID, export_id: UUID) -> ReportExport:
    its = (ReportExport.id == export_id, ReportExport.order_id == order_id, ReportExport.person_id == actor.id)
    found: ReportExport | None = db.session.scalar(select(ReportExport).where(*its))
    return found if found is not None else refuse("export.not_found")


def _state(export: ReportExport) -> str:
    """It expires by the clock, whether or not the sweep has been there."""
    return rules.EXPIRED if export.expires_at <= clock.now() else export.state
