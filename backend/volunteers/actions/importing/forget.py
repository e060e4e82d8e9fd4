"""The lines of a list are destroyed: when it is let go, or when its time is over."""

import hashlib
from uuid import UUID

from sqlalchemy import delete, func, select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.volunteers.models.register import Destruction
from backend.volunteers.models.register_import import RegisterFile, RegisterImport, RegisterRow
from backend.volunteers.queries import imports
from backend.volunteers.rules import import_life


def forget(actor: Actor, import_id: UUID) -> None:
    """Whoever sent it has thought better of it; while it is taken in it cannot be stopped half-way."""
    row = imports.one_to_change(actor, import_id)
    if row.state == import_life.TAKING_IN:
        refuse("register.not_judged", state=row.state)
    record("register.forgotten", ("register_import", import_id), actor=actor, data={"state": row.state})
    _destroy(row)
    db.session.delete(row)


def expire() -> int:
    """What the lines came to stays written down. Safe to run twice; returns how many lists."""
    has_lines = select(RegisterRow.no).where(RegisterRow.import_id == RegisterImport.id).exists()
    over = select(RegisterImport).where(RegisterImport.expires_at <= clock.now(), has_lines)
    found = db.session.scalars(over.order_by(RegisterImport.id).with_for_update(skip_locked=True)).all()
    for row in found:
        _destroy(row)
    return len(found)


def _destroy(row: RegisterImport) -> None:
    lines = RegisterRow.import_id == row.id
    count = db.session.scalar(select(func.count()).select_from(RegisterRow).where(lines)) or 0
    db.session.execute(delete(RegisterFile).where(RegisterFile.import_id == row.id))
    db.session.execute(delete(RegisterRow).where(lines))
    digest = hashlib.sha256(f"register_row:{row.id}:{count}".encode()).hexdigest()
    db.session.add(Destruction(why="list", area_path=None, rows={"register_row": count}, digest=digest))
    db.session.flush()
