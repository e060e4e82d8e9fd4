"""A report is written page by page, a transaction each, so that its progress can be seen; then put together."""

from uuid import UUID

from sqlalchemy import delete, func, select

from backend.commands.actions import export_report
from backend.commands.models.report_export import ReportExport, ReportExportPart
from backend.commands.queries import report
from backend.commands.report import tables
from backend.commands.rules import report_export as rules
from backend.commands.rules.report import CSV
from backend.core import clock
from backend.core.db import db
from backend.core.errors import Problem
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.core.jobs import defer
from backend.identity.queries import actors


def write(export_id: UUID) -> None:
    """The next page, or the end. Safe to run twice: where it goes on stands in its row, which is held."""
    export = db.session.get(ReportExport, export_id, with_for_update=True, populate_existing=True)
    if export is None or export.state != rules.WRITING:
        return
    actor = actors.absent(export.person_id)
    if actor is None or export.expires_at <= clock.now():
        export.state = rules.FAILED
        return
    try:
        is_whole = export.format == CSV or _next_page(actor, export)
        if is_whole:
            _put_together(actor, export)
    except Problem:
        # He may not see the order any more.
        export.state = rules.FAILED
        return
    if not is_whole:
        defer("commands.write_report", subject_id=str(export.id))


def _next_page(actor: Actor, export: ReportExport) -> bool:
    """Whether it was the last."""
    after = None if export.after_path is None else (export.after_path, export.after_person)
    rows = list(report.recipients(actor, export.order_id, after=after, limit=rules.PAGE))
    if rows:
        data = tables.recipients(rows, with_head=export.rows_done == 0)
        db.session.add(ReportExportPart(export_id=export.id, no=1 + _last_part(export), data=data))
        export.after_path, export.after_person = rows[-1]["node_path"], rows[-1]["person_id"]
        export.rows_done += len(rows)
        db.session.flush()
    return len(rows) < rules.PAGE


def _last_part(export: ReportExport) -> int:
    last = select(func.max(ReportExportPart.no)).where(ReportExportPart.export_id == export.id)
    return db.session.scalar(last) or 0


def _put_together(actor: Actor, export: ReportExport) -> None:
    parts = ReportExportPart.export_id == export.id
    pages = select(ReportExportPart.data).where(parts).order_by(ReportExportPart.no)
    people = b"".join(db.session.scalars(pages)) or tables.recipients([])
    made = export_report.made(actor, export.order_id, format=export.format, language=export.language, people=people)
    db.session.execute(delete(ReportExportPart).where(parts))
    db.session.add(ReportExportPart(export_id=export.id, no=rules.FILE, data=made.data))
    export.state, export.ready_at = rules.READY, clock.now()
    export.file_name, export.size_bytes, export.rows_done = made.name, len(made.data), export.rows_total
    export.expires_at = clock.now() + rules.KEPT
    record("report.written", ("report_export", export.id), data={"person_id": str(export.person_id)})
