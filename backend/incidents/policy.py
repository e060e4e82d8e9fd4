"""Who sees which cases, and who reports."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from backend.areas.policy import within
from backend.core.http.actor import Actor
from backend.incidents.models.incident import Incident

#: look after all cases of their subtree
WATCH = ("commander", "duty_officer", "verifier", "analyst")
#: see those of their own grids
WORKER = "grid_worker"


def watched(actor: Actor) -> Sequence[str]:
    return actor.paths_as(*WATCH, WORKER)


def sees(actor: Actor) -> ColumnElement[bool]:
    """What he reported himself, and what happened where he watches or works."""
    return (Incident.reporter_id == actor.id) | within(list(watched(actor)), Incident.area_path)
