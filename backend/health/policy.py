"""Who looks after health codes: who stands at a gate, who keeps its places, who decides appeals, who sees isolation."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from backend.areas.policy import within
from backend.areas.rules.paths import ancestors, covers
from backend.core.http.actor import Actor
from backend.health.models.gate import Place
from backend.health.models.isolation import IsolationCase

WORKER = "grid_worker"
#: decide appeals, keep places, release from isolation
OFFICERS = ("commander", "duty_officer")
#: stand at a gate
GATE = (*OFFICERS, WORKER, "volunteer", "handler", "verifier")
#: look after people at home
TEAM = (*OFFICERS, WORKER)
#: read what was destroyed
AUDIT = ("audit_admin", "security_admin")


def keeps(actor: Actor) -> Sequence[str]:
    return actor.paths_as(*OFFICERS)


def looks_after(actor: Actor) -> Sequence[str]:
    return actor.paths_as(*TEAM)


def may_stand_at(actor: Actor) -> ColumnElement[bool]:
    """Places of his subtrees, and those of the community that his grid belongs to."""
    own = actor.paths_as(*GATE)
    above = {ancestor for path in own for ancestor in ancestors(path)}
    return within(list(own), Place.area_path) | Place.area_path.in_(above)


def may_keep(actor: Actor, area_path: str) -> bool:
    return any(covers(own, area_path) for own in keeps(actor))


def sees_case(actor: Actor) -> ColumnElement[bool]:
    return within(list(looks_after(actor)), IsolationCase.area_path)
