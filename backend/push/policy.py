"""Who sees whom push reaches."""

from collections.abc import Sequence

from backend.areas.rules.paths import covers
from backend.core.http.actor import Actor
from backend.identity.rules.roles import SEE_PEOPLE

#: see the reach of their subtree, place by place and by name
WATCH = (*SEE_PEOPLE, "system_admin")


def watched(actor: Actor) -> Sequence[str]:
    return actor.paths_as(*WATCH)


def may_call(actor: Actor, path: str) -> bool:
    """Numbers are for those who see the people there anyway."""
    return any(covers(own, path) for own in actor.paths_as(*SEE_PEOPLE))
