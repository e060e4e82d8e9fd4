"""The bytes of exports go once they have expired; that somebody asked stays written down."""

from sqlalchemy import delete, select, update

from backend.core import clock
from backend.core.db import db
from backend.incidents.models.export import CaseExport, CaseExportPart
from backend.incidents.rules import export as rules


def expire() -> int:
    """Safe to run twice; returns how many."""
    over = select(CaseExport.id).where(CaseExport.expires_at <= clock.now(), CaseExport.state != rules.EXPIRED)
    ids = db.session.scalars(over.order_by(CaseExport.id).with_for_update(skip_locked=True)).all()
    db.session.execute(delete(CaseExportPart).where(CaseExportPart.export_id.in_(ids)))
    db.session.execute(update(CaseExport).where(CaseExport.id.in_(ids)).values(state=rules.EXPIRED))
    return len(ids)
