"""Who keeps scripts and campaigns, and who calls by hand: inside the own subtree only."""

from backend.areas.rules.paths import covers
from backend.core.http.actor import Actor

KEEPS = ("commander", "duty_officer")
#: call those whom the robot could not settle
WORKS = (*KEEPS, "grid_worker")


def kept(actor: Actor) -> list[str]:
    return list(actor.paths_as(*KEEPS))


def worked(actor: Actor) -> list[str]:
    return list(actor.paths_as(*WORKS))


def may_keep(actor: Actor, area_path: str) -> bool:
    return any(covers(own, area_path) for own in kept(actor))
