"""Signing out: of this device, of another one, or of every one."""

from uuid import UUID

from sqlalchemy import select

from backend.core.db import db
from backend.core.errors import refuse
from backend.identity.actions import sessions
from backend.identity.models import Device, SessionFamily
from backend.identity.rules.actor import Actor


def sign_out(actor: Actor) -> None:
    sessions.end([SessionFamily.id == actor.session_id], "signed_out", actor=actor)


def sign_device_out(actor: Actor, device_id: UUID) -> None:
    """Twice is once. Of the device in hand one signs out here, so that it forgets what it keeps."""
    if device_id == actor.device_id:
        refuse("identity.device_in_hand")
    mine = select(Device.id).where(Device.id == device_id, Device.person_id == actor.id)
    if db.session.scalar(mine) is None:
        refuse("identity.device_not_found")
    here = [SessionFamily.device_id == device_id, SessionFamily.person_id == actor.id]
    sessions.end(here, "removed", actor=actor)


def sign_out_everywhere(actor: Actor) -> None:
    sessions.end_all_of(actor.id, "everywhere", actor=actor)
