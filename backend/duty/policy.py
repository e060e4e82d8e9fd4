"""Who sees who is there, and who may send somebody home."""

from collections.abc import Sequence

from backend.areas.rules.paths import covers
from backend.core.http.actor import Actor

OFFICER = "duty_officer"
#: call whoever is on duty
CALL = ("commander", OFFICER)
#: see who is on duty in their subtree
WATCH = (*CALL, "analyst")


def watched(actor: Actor) -> Sequence[str]:
    return actor.paths_as(*WATCH)


def may_call(actor: Actor, area_path: str) -> bool:
    """Numbers are for those who give orders and keep the roster."""
    return any(covers(own, area_path) for own in actor.paths_as(*CALL))
