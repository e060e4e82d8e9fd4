"""Who keeps the register, who reads it, and who runs an activity: inside the own subtree only."""

from backend.areas.rules.paths import covers
from backend.core.http.actor import Actor

#: take lists in, merge, muster, unmask, export
KEEPS = ("commander", "duty_officer")
#: reads it beside them, masked: the worker of a grid knows who helps there
READS = (*KEEPS, "grid_worker")
#: plan activities, keep their rosters, confirm hours
HOSTS = ("commander", "duty_officer", "grid_worker")
VOLUNTEER = "volunteer"


def kept(actor: Actor) -> tuple[str, ...]:
    return actor.paths_as(*KEEPS)


def read(actor: Actor) -> tuple[str, ...]:
    return actor.paths_as(*READS)


def hosted(actor: Actor) -> tuple[str, ...]:
    return actor.paths_as(*HOSTS)


def hosts(actor: Actor, area_path: str) -> bool:
    return any(covers(own, area_path) for own in hosted(actor))
