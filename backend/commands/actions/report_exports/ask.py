"""Somebody asks for the report of an order as a file; a job writes it."""

from uuid import UUID

from backend.commands.models.report_export import ReportExport
from backend.commands.queries import report, report_exports
from backend.commands.rules import order_id as ids
from backend.commands.rules import report_export as rules
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor


def ask(actor: Actor, order_id: UUID, *, id: UUID, format: str, language: str) -> None:  # noqa: A002 - the fields' names in the API
    """Of the part of the order that the actor sees; twice is once."""
    total = report.people(actor, order_id)
    kept = db.session.get(ReportExport, id)
    if kept is not None:
        if (kept.person_id, kept.order_id) != (actor.id, order_id):
            refuse("export.bad_id")
        return
    if id.version != ids.VERSION:
        refuse("export.bad_id")
    if report_exports.writing(actor) >= rules.MOST_AT_ONCE:
        refuse("export.too_many", most=rules.MOST_AT_ONCE)
    made = ReportExport(
        id=id,
        order_id=order_id,
        person_id=actor.id,
        format=format,
        language=language,
        state=rules.WRITING,
        rows_total=total,
        rows_done=0,
        expires_at=clock.now() + rules.KEPT,
    )
    db.session.add(made)
    db.session.flush()
    data = {"format": format, "order_id": str(order_id), "rows": total}
    record("report.asked", ("report_export", made.id), actor=actor, data=data)
