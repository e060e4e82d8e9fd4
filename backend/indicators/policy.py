"""Who reads cockpits, who sees how few people a figure counts, who switches modes, and who keeps what is fed."""

from sqlalchemy import select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.rules.paths import covers
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor

READS = ("commander", "duty_officer", "analyst", "grid_worker", "handler", "verifier")
#: knows the people behind a figure by office
SEES_FEW = ("commander", "duty_officer")
SWITCHES = ("commander", "duty_officer")
KEEPS = "system_admin"


def holds(actor: Actor, path: str, *roles: str) -> bool:
    return any(covers(own, path) for own in actor.paths_as(*roles))


def readable(actor: Actor, code: str | None) -> Area:
    """The area in force that the code stands for, a foreign one is not found; without a code the first that is read."""
    if code is not None:
        return _own(actor, code, *READS)
    paths = actor.paths_as(*READS)
    found: Area | None = db.session.scalar(select(Area).where(Area.path == paths[0])) if paths else None
    return found if found is not None and found.is_in_force(areas.today()) else refuse("area.not_found")


def switchable(actor: Actor, code: str) -> Area:
    return _own(actor, code, *SWITCHES)


def keepable(actor: Actor, code: str) -> Area:
    return _own(actor, code, KEEPS)


def sees_few(actor: Actor, path: str) -> bool:
    return holds(actor, path, *SEES_FEW)


def _own(actor: Actor, code: str, *roles: str) -> Area:
    area = areas.current(code)
    if area is None or not holds(actor, area.path, *roles):
        refuse("area.not_found")
    return area
