"""Somebody asks for the register as a file; a job writes it; a day later its bytes are gone."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.core.sheets.table import csv_of, xlsx_of
from backend.identity.models import Person
from backend.identity.queries import actors
from backend.volunteers.models.register_export import RegisterExport
from backend.volunteers.queries import exports, register
from backend.volunteers.rules import register_export as rules

VERSION = 7


def ask(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    format: str,  # noqa: A002 - as id
    language: str,
    reason: str | None,
    **filters: Any,
) -> None:
    """Masked unless a reason is given, which stays written down. Twice is once."""
    kept = db.session.get(RegisterExport, id)
    if kept is not None:
        if kept.person_id != actor.id:
            refuse("register_export.bad_id")
        return
    if id.version != VERSION:
        refuse("register_export.bad_id")
    own = (RegisterExport.person_id == actor.id, RegisterExport.state == rules.WRITING)
    if (db.session.scalar(select(func.count()).where(*own)) or 0) >= rules.MOST_AT_ONCE:
        refuse("register_export.too_many", most=rules.MOST_AT_ONCE)
    asked = {name: value for name, value in filters.items() if value is not None}
    # A foreign area is refused now, and not by a job that nobody hears.
    register.narrowed(actor, **asked)
    made = RegisterExport(id=id, person_id=actor.id, format=format, language=language, filters=asked, reason=reason)
    made.state, made.expires_at = rules.WRITING, clock.now() + rules.KEPT
    db.session.add(made)
    db.session.flush()
    data = {"format": format, "filters": asked, "reason": reason, "masked": reason is None}
    record("register_export.asked", ("register_export", id), actor=actor, data=data)


def write(export_id: UUID) -> None:
    """Of what the asker may see while it is written. Safe to run twice."""
    export = db.session.get(RegisterExport, export_id, with_for_update=True, populate_existing=True)
    if export is None or export.state != rules.WRITING:
        return
    actor = actors.absent(export.person_id)
    if actor is None or export.expires_at <= clock.now():
        export.state = rules.FAILED
        return
    show = register.masked if export.reason is None else register.shown
    ordered = register.narrowed(actor, **export.filters).order_by(Person.area_path, Person.id)
    rows = [rules.cells(show(row), export.language) for row in db.session.execute(ordered)]
    head = rules.HEADS[export.language]
    made = csv_of(head, rows) if export.format == "csv" else xlsx_of(rules.NAMES[export.language], head, rows)
    export.data, export.rows, export.state, export.ready_at = made, len(rows), rules.READY, clock.now()
    data = {"rows": len(rows), "person_id": str(export.person_id)}
    record("register_export.written", ("register_export", export_id), data=data)


def forget(actor: Actor, export_id: UUID) -> None:
    """It is no longer wanted: its bytes go at once."""
    export = exports.one_to_change(actor, export_id)
    record("register_export.forgotten", ("register_export", export_id), actor=actor, data={"state": export.state})
    db.session.delete(export)


def expire() -> None:
    """That somebody asked stays written down. Safe to run twice."""
    over = (RegisterExport.expires_at <= clock.now(), RegisterExport.state != rules.EXPIRED)
    db.session.execute(update(RegisterExport).where(*over).values(state=rules.EXPIRED, data=None))
