"""Taking a fresh refresh token for the one before; an old one ends the session."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.errors import Problem, refuse
from backend.identity.actions import sessions
from backend.identity.actions.sessions import Session
from backend.identity.models import Device, Person, SessionFamily
from backend.identity.rules.rotation import judge


def refresh(*, session_id: UUID, jti: UUID) -> Session:
    family = _live(session_id)
    now = clock.now()
    verdict = judge(
        jti, current=family.current_jti, previous=family.previous_jti, rotated_at=family.rotated_at, now=now
    )
    if verdict == "reused":
        # Either the thief or the owner holds it, and nobody can tell which: both sign in again.
        sessions.end([SessionFamily.id == session_id], "reused")
        raise Problem("identity.token_reused", keeps=True)
    if verdict == "current":
        family.previous_jti, family.rotated_at = family.current_jti, now
    family.current_jti = uuid7()
    db.session.get_one(Device, family.device_id).last_seen_at = now
    return Session(family.person_id, family.id, family.current_jti)


def _live(session_id: UUID) -> SessionFamily:
    """Held, so that two refreshes at once are judged one after the other."""
    live = (SessionFamily.id == session_id, SessionFamily.revoked_at.is_(None), Person.active)
    query = select(SessionFamily).join(Person, Person.id == SessionFamily.person_id).where(*live)
    held = query.with_for_update(of=SessionFamily).execution_options(populate_existing=True)
    family: SessionFamily | None = db.session.scalar(held)
    if family is None:
        refuse("identity.session_ended")
    return family
