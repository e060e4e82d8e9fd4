"""Who does what for a construction site: its keepers, the street that checks, the district's bureau that approves.

A keeper is a handling unit's person (the builder's), a grid worker or an officer of the place. The street checks by
its commander or duty officer, the housing bureau approves by those of the district: the role is held right there, or
above, and not further down.
"""

from sqlalchemy import ColumnElement

from backend.areas.policy import within
from backend.areas.rules.paths import codes, covers
from backend.core.http.actor import Actor
from backend.sites.models.site import Site

OFFICERS = ("commander", "duty_officer")
KEEPERS = (*OFFICERS, "grid_worker", "handler")
#: how deep those stand whose step it is; a higher place may act for the street
DEPTHS = {"street": 2, "district": 1}


def keeps(actor: Actor) -> tuple[str, ...]:
    return actor.paths_as(*KEEPERS)


def sees(actor: Actor) -> ColumnElement[bool]:
    return within(list(keeps(actor)), Site.area_path)


def keeps_at(actor: Actor, area_path: str) -> bool:
    return any(covers(own, area_path) for own in keeps(actor))


def may(actor: Actor, whose: str, area_path: str) -> bool:
    if whose == "keeper":
        return keeps_at(actor, area_path)
    return any(len(codes(path)) <= DEPTHS[whose] for path in _commanded(actor, area_path))


def calls(actor: Actor, area_path: str) -> bool:
    """Officers of the place see whom they have to call, where a log is missing."""
    return bool(_commanded(actor, area_path))


def _commanded(actor: Actor, area_path: str) -> list[str]:
    return [path for path in actor.paths_as(*OFFICERS) if covers(path, area_path)]
