"""The rates of a period, for a place and for each part of it: counted once, added up from the parts."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.validity import BEIJING, day
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.incidents import policy
from backend.incidents.models.incident import Incident
from backend.incidents.rules import lifecycle, rates
from backend.incidents.rules.lifecycle import CANCELLED, CLOSED, MERGED, NO_CASE, SUSPENDED

#: Without a word on the period: the last days, today with them.
USUAL = timedelta(days=30)
#: stars from which on somebody is content
CONTENT = 4

UNDECIDED = (lifecycle.PENDING, lifecycle.VERIFIED)
Times = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


def rated(actor: Actor, *, area: str | None, since: date | None, until: date | None) -> dict[str, Any]:
    """`until` is a part of the period; days are Beijing's."""
    scope = areas.scope(actor.paths_as(*policy.WATCH), area)
    last = until or day(clock.now())
    first = since or last - USUAL + timedelta(days=1)
    by_path = counted(scope.paths, _begin(first), _begin(last + timedelta(days=1)))
    return {
        "since": first,
        "until": last,
        "rates": rates.of(rates.summed(by_path.values())),
        "areas": [_part(part, by_path) for part in scope.parts],
    }


def _part(part: Area, by_path: dict[str, dict[str, int]]) -> dict[str, Any]:
    own = rates.summed(row for path, row in by_path.items() if path.startswith(part.path))
    names = {name: getattr(part, name) for name in ("code", "level", "name_zh", "name_en")}
    return {**names, "rates": rates.of(own)}


def _begin(of: date) -> datetime:
    return datetime.combine(of, time(), BEIJING)


def counted(paths: list[str], begin: datetime, end: datetime) -> dict[str, dict[str, int]]:
    """Path of a place → its counts. What came to be due outside the period is nobody's business here."""

    def within_period(column: Times) -> ColumnElement[bool]:
        return and_(column >= begin, column < end)

    times = ("recorded_at", "register_by", "dispatched_at", "deadline_at", "handled_at", "ended_at")
    touched = or_(*(within_period(getattr(Incident, name)) for name in times))
    filters = _filters(within_period)
    counts = [func.count().filter(filters[name]).label(name) for name in rates.COUNTS]
    query = (
        select(Incident.area_path, *counts)
        .where(within(paths, Incident.area_path), touched)
        .group_by(Incident.area_path)
    )
    return {row.area_path: {name: getattr(row, name) for name in rates.COUNTS} for row in db.session.execute(query)}


def _filters(within_period: Any) -> dict[str, ColumnElement[bool]]:
    """What each count counts. Merged reports are counted once, by the case that answers for them."""
    counts = Incident.state.not_in([CANCELLED, MERGED, SUSPENDED])
    due = within_period(Incident.deadline_at) & counts
    to_register = within_period(Incident.register_by) & Incident.state.not_in([*NO_CASE, MERGED])
    to_register &= Incident.self_handled.is_(False)
    is_closed = Incident.state == CLOSED
    reported = within_period(Incident.recorded_at) & Incident.state.not_in(UNDECIDED)
    dispatched = within_period(Incident.dispatched_at)
    handled = within_period(Incident.handled_at)
    rated_then = within_period(Incident.ended_at) & Incident.rating.is_not(None)
    return {
        "should_handle": due,
        "handled": due & Incident.handled_at.is_not(None),
        "handled_in_time": due & (Incident.handled_at <= Incident.deadline_at),
        "should_close": due,
        "closed": due & is_closed,
        "closed_in_time": due & is_closed & (Incident.ended_at <= Incident.deadline_at),
        "not_closed": due & ~is_closed,
        "dispatched": dispatched,
        "dispatched_right": dispatched & (Incident.returns == 0),
        "reported": reported,
        "valid": reported & Incident.state.not_in(NO_CASE),
        "should_register": to_register,
        "registered_in_time": to_register & (Incident.registered_at <= Incident.register_by),
        "handled_in_period": handled,
        "reworked": handled & (Incident.reworks > 0),
        "rated": rated_then,
        "satisfied": rated_then & (Incident.rating >= CONTENT),
    }
