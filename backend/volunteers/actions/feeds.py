"""The secret address of one's calendar: made, made anew, taken away."""

import secrets
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.volunteers.models.activity import CalendarFeed
from backend.volunteers.rules import sealed

BYTES = 24


def make(actor: Actor) -> str:
    """The token, said this one time; an address that was given before leads nowhere from now on."""
    token = secrets.token_urlsafe(BYTES)
    made: dict[str, Any] = {"token_hash": sealed.hashed(token), "made_at": clock.now()}
    new = insert(CalendarFeed).values(person_id=actor.id, **made)
    db.session.execute(new.on_conflict_do_update(index_elements=["person_id"], set_=made))
    record("calendar_feed.made", ("person", actor.id), actor=actor)
    return token


def revoke(actor: Actor) -> None:
    """Twice is once."""
    gone: Any = db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == actor.id))
    if gone.rowcount:
        record("calendar_feed.revoked", ("person", actor.id), actor=actor)
