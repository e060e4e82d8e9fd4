"""Who lets applications in, and who learns who stands behind a report."""

from backend.areas.rules.paths import covers
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents.policy import DESK

KEEPS_APPLICATIONS = "system_admin"
#: calls somebody back about his report
CALLS_BACK = DESK


def check_place(actor: Actor | None, path: str) -> None:
    """Inside the own subtree; the command may everywhere."""
    if actor is not None and not any(covers(own, path) for own in actor.paths_as(KEEPS_APPLICATIONS)):
        refuse("area.not_found")
