"""A session has ended: its device receives nothing more for that person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from backend.core.db import db
from backend.identity.models import PersonAddress, SessionFamily
from backend.push.actions.retire import retire_where
from backend.push.models import PushDevice, Subscription


def drop_device(*, device_id: UUID, person_id: UUID, session_id: UUID) -> int:
    """Returns how many subscriptions went. What was made after the session's end belongs to the next one."""
    ended_at = db.session.scalar(select(SessionFamily.revoked_at).where(SessionFamily.id == session_id))
    if ended_at is None:
        return 0
    _forget(device_id, person_id, ended_at)
    return retire_where(
        Subscription.device_id == device_id,
        Subscription.person_id == person_id,
        Subscription.last_seen_at <= ended_at,
        reason="signed_out",
    )


def _forget(device_id: UUID, person_id: UUID, ended_at: datetime) -> None:
    whose = (PushDevice.device_id == device_id, PushDevice.person_id == person_id)
    db.session.execute(delete(PushDevice).where(*whose, PushDevice.seen_at <= ended_at))
    said = (PersonAddress.device_id == device_id, PersonAddress.person_id == person_id)
    db.session.execute(delete(PersonAddress).where(*said, PersonAddress.set_at <= ended_at))
