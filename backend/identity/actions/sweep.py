"""Forgetting what nobody can use any more: past attempts, and sessions whose tokens have all expired."""

from sqlalchemy import delete, func

from backend.core import clock
from backend.core.db import db
from backend.identity.actions import sessions
from backend.identity.models import Attempt, SessionFamily
from backend.identity.rules.rotation import REFRESH_LIFE


def sweep() -> None:
    now = clock.now()
    db.session.execute(delete(Attempt).where(Attempt.expires_at <= now))
    used = func.coalesce(SessionFamily.rotated_at, SessionFamily.created_at)
    sessions.end([used < now - REFRESH_LIFE], "expired")
