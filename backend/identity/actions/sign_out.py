"""Signing out: of this device, or of every one."""

from backend.identity.actions import sessions
from backend.identity.models import SessionFamily
from backend.identity.rules.actor import Actor


def sign_out(actor: Actor) -> None:
    sessions.end([SessionFamily.id == actor.session_id], "signed_out", actor=actor)


def sign_out_everywhere(actor: Actor) -> None:
    sessions.end_all_of(actor.id, "everywhere", actor=actor)
