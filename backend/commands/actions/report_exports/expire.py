"""The bytes of reports go once they have expired; that somebody asked stays written down."""

from sqlalchemy import delete, select, update

from backend.commands.models.report_export import ReportExport, ReportExportPart
from backend.commands.rules import report_export as rules
from backend.core import clock
from backend.core.db import db


def expire() -> int:
    """Safe to run twice; returns how many."""
    over = select(ReportExport.id).where(ReportExport.expires_at <= clock.now(), ReportExport.state != rules.EXPIRED)
    ids = db.session.scalars(over.order_by(ReportExport.id).with_for_update(skip_locked=True)).all()
    db.session.execute(delete(ReportExportPart).where(ReportExportPart.export_id.in_(ids)))
    db.session.execute(update(ReportExport).where(ReportExport.id.in_(ids)).values(state=rules.EXPIRED))
    return len(ids)
