"""The addresses of handling units and of the working calendar."""

from datetime import date
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint, roles
from backend.incidents import policy
from backend.incidents.actions import units as keeping
from backend.incidents.actions import work_days
from backend.incidents.queries import calendar, units
from backend.incidents.schemas.steps import WorkDaySet
from backend.incidents.schemas.units import (
    CalendarQuery,
    MemberList,
    NewUnit,
    UnitChanges,
    UnitList,
    UnitMembers,
    WorkCalendar,
)

blp = Blueprint("handling_units", __name__, url_prefix="/api", description="Who handles cases, and when there is work")

KEEPS = roles(policy.KEEPS_UNITS)


@endpoint(blp, "GET", "/handling-units", allow=roles(*units.SEE), returns=UnitList)
def list_units(actor: Actor) -> dict[str, Any]:
    """List the units that handle cases where you are."""
    return {"items": units.listed(actor)}


@endpoint(blp, "POST", "/handling-units", allow=KEEPS, body=NewUnit, returns=UnitList, status=201)
def create_unit(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Make a unit in your subtree."""
    keeping.create(actor, **body)
    return {"items": units.listed(actor)}


@endpoint(blp, "PATCH", "/handling-units/<uuid:unit_id>", allow=KEEPS, body=UnitChanges, status=204)
def edit_unit(actor: Actor, body: dict[str, Any], unit_id: UUID) -> None:
    """Rename a unit, or lay it down."""
    keeping.edit(actor, unit_id, **body)


@endpoint(blp, "GET", "/handling-units/<uuid:unit_id>/members", allow=roles(*units.SEE), returns=MemberList)
def list_unit_members(actor: Actor, unit_id: UUID) -> dict[str, Any]:
    """Who belongs to a unit."""
    return {"items": units.members(units.one(actor, unit_id).id)}


@endpoint(blp, "PUT", "/handling-units/<uuid:unit_id>/members", allow=KEEPS, body=UnitMembers, returns=MemberList)
def set_unit_members(actor: Actor, body: dict[str, Any], unit_id: UUID) -> dict[str, Any]:
    """Say who belongs to a unit: all of them, handlers of the subtree."""
    keeping.set_members(actor, unit_id, **body)
    return {"items": units.members(unit_id)}


@endpoint(blp, "GET", "/work-calendar", allow=SIGNED_IN, query=CalendarQuery, returns=WorkCalendar)
def show_calendar(_actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """The days of a year that are not as their weekday says."""
    return calendar.year(query["year"])


@endpoint(blp, "PUT", "/work-calendar/<day>", allow=KEEPS, body=WorkDaySet, status=204)
def set_work_day(actor: Actor, body: dict[str, Any], day: str) -> None:
    """Declare a day working or free for the district; what is due already stays due when it was."""
    work_days.set_day(actor, _day(day), **body)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse("calendar.no_day")
