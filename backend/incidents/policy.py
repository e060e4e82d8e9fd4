"""Who sees which cases, and who may take which step."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, false, select

from backend.areas.policy import within
from backend.areas.rules.paths import codes, covers
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.incidents.models.incident import Incident
from backend.incidents.models.unit import HandlingUnit, UnitMember
from backend.incidents.rules import lifecycle

#: look after all cases of their subtree
WATCH = ("commander", "duty_officer", "verifier", "analyst")
#: sees those of his own grids
WORKER = "grid_worker"
HANDLER = "handler"
#: keeps units and the calendar
KEEPS_UNITS = "system_admin"

DESK = ("duty_officer", "commander")
CHECKERS = ("verifier", "duty_officer", WORKER)
UNIT = (HANDLER,)
#: those who tell what they saw: cancel while nobody has acted on it, say how content they are
REPORTERS = (WORKER, "volunteer", HANDLER, *DESK)

#: verb → the roles that may, on the case's area
MAY: dict[str, tuple[str, ...]] = {
    "verify": (*CHECKERS, "commander"),
    "accept": DESK,
    "not_accept": DESK,
    "register": DESK,
    "not_register": DESK,
    "dispatch": DESK,
    "start": UNIT,
    "return": UNIT,
    "handle": UNIT,
    "extend": UNIT,
    "grant_extension": DESK,
    "refuse_extension": DESK,
    "suspend": DESK,
    "resume": DESK,
    "check": CHECKERS,
    "cancel": REPORTERS,
    "urge": DESK,
    "supervise": ("commander",),
    "merge": DESK,
    "rate": REPORTERS,
}


def watched(actor: Actor) -> Sequence[str]:
    return actor.paths_as(*WATCH, WORKER)


def sees(actor: Actor) -> ColumnElement[bool]:
    """What he reported himself, what happened where he watches or works, and what his unit handles."""
    mine = Incident.reporter_id == actor.id
    return mine | within(list(watched(actor)), Incident.area_path) | _is_his_units(actor)


def may(actor: Actor, incident: Incident, verb: str, *, units: Collection[UUID]) -> bool:
    """Whether the step is his to take; whether the case is in a state for it is the lifecycle's word."""
    if verb == "rate":
        return incident.reporter_id == actor.id
    if MAY[verb] is UNIT:
        return HANDLER in actor.roles and incident.unit_id in units
    if verb == "cancel":
        is_own = incident.reporter_id == actor.id and incident.state == lifecycle.PENDING
        return is_own or _holds(actor, incident, DESK)
    if verb == "check" and incident.state == lifecycle.CHECKING and incident.reporter_id == actor.id:
        # Nobody checks his own work.
        return False
    return _holds(actor, incident, MAY[verb])


def is_for(unit: HandlingUnit, incident: Incident) -> bool:
    """A unit handles what lies in its own area."""
    return unit.active and covers(unit.area_path, incident.area_path)


def check_units(actor: Actor, path: str) -> None:
    if not any(covers(own, path) for own in actor.paths_as(KEEPS_UNITS)):
        refuse("area.not_found")


def check_calendar(actor: Actor) -> None:
    """One calendar counts for the whole district."""
    if not any(len(codes(path)) == 1 for path in actor.paths_as(KEEPS_UNITS)):
        refuse("calendar.district_only")


def _holds(actor: Actor, incident: Incident, roles: tuple[str, ...]) -> bool:
    return any(covers(path, incident.area_path) for path in actor.paths_as(*roles))


def _is_his_units(actor: Actor) -> ColumnElement[bool]:
    if HANDLER not in actor.roles:
        return false()
    return Incident.unit_id.in_(select(UnitMember.unit_id).where(UnitMember.person_id == actor.id))
