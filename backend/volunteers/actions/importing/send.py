"""Somebody sends a list of volunteers; a job reads it, and nothing is taken in before he says so."""

from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.volunteers.models.register_import import RegisterFile, RegisterImport
from backend.volunteers.rules import import_life

VERSION = 7
#: of one person at once
MOST_AT_ONCE = 2


def send(actor: Actor, data: bytes, *, id: UUID, name: str) -> None:  # noqa: A002 - the field's name in the API
    """Twice is once."""
    kept = db.session.get(RegisterImport, id)
    if kept is not None:
        if kept.person_id != actor.id:
            refuse("register.bad_id")
        return
    if id.version != VERSION:
        refuse("register.bad_id")
    if not data.strip():
        refuse("sheet.empty")
    if _running(actor) >= MOST_AT_ONCE:
        refuse("register.too_many", most=MOST_AT_ONCE)
    made = RegisterImport(id=id, person_id=actor.id, file_name=name, size_bytes=len(data), state=import_life.READING)
    made.expires_at = clock.now() + import_life.KEPT
    db.session.add(made)
    db.session.flush()
    db.session.add(RegisterFile(import_id=id, data=data))
    db.session.flush()
    record("register.sent", ("register_import", id), actor=actor, data={"size_bytes": len(data)})


def _running(actor: Actor) -> int:
    own = (RegisterImport.person_id == actor.id, RegisterImport.state.in_(import_life.RUNNING))
    return db.session.scalar(select(func.count()).where(*own)) or 0
