"""The deadline of a case: begun, paused, gone on with, put off; and when it climbs."""

from datetime import timedelta

from backend.core import clock
from backend.incidents.catalogue import reader
from backend.incidents.models.incident import Incident
from backend.incidents.queries import calendar
from backend.incidents.rules.calendar import is_paused_by_suspension
from backend.incidents.rules.category import Category, Deadline

IN_TIME = 0


def begin(incident: Incident, category: Category) -> None:
    """The clock starts at the dispatch; the limit of now is frozen."""
    limit = category.deadline
    incident.dispatched_at = clock.now()
    incident.deadline_kind, incident.deadline_figure = limit.kind, limit.figure
    set_to(incident, limit)


def set_to(incident: Incident, limit: Deadline) -> None:
    incident.deadline_at = calendar.working().due(clock.now(), limit)
    _due(incident)


def put_off(incident: Incident, figure: int) -> None:
    """By so many more of its own hours or days, counted from its end."""
    assert incident.deadline_at is not None
    more = Deadline(incident.deadline_kind, figure)  # type: ignore[arg-type]  # as it was frozen
    incident.deadline_at = calendar.working().due(incident.deadline_at, more)
    _due(incident)


def pause(incident: Incident) -> None:
    """What is left is kept; an emergency's goes on."""
    if incident.deadline_at is None or incident.deadline_kind is None:
        incident.next_climb_at = None
    elif is_paused_by_suspension(incident.deadline_kind):
        left = calendar.working().between(clock.now(), incident.deadline_at, incident.deadline_kind)
        incident.remaining_s = round(left.total_seconds())
        incident.next_climb_at = None


def go_on(incident: Incident) -> None:
    """With what was left; what was overdue already still is."""
    now = clock.now()
    if incident.remaining_s is not None and incident.deadline_kind is not None:
        if incident.remaining_s:
            left = timedelta(seconds=incident.remaining_s)
            incident.deadline_at = calendar.working().later(now, left, incident.deadline_kind)
        incident.remaining_s = None
        _due(incident)
    elif incident.next_climb_at is None:
        incident.next_climb_at = max(now, incident.due_at)


def hold_to(incident: Incident) -> None:
    """Work begins again after a failed check: the limit stays where it was."""
    assert incident.deadline_at is not None
    incident.due_at = incident.deadline_at
    incident.next_climb_at = max(clock.now(), incident.deadline_at)


def back_at_the_desk(incident: Incident) -> None:
    """To be dispatched anew as soon as it should have been registered."""
    limit = reader.register_within(urgent=incident.urgent)
    incident.due_at = calendar.working().due(clock.now(), limit)
    incident.climb_level, incident.next_climb_at = IN_TIME, incident.due_at


def _due(incident: Incident) -> None:
    assert incident.deadline_at is not None
    is_late = incident.deadline_at <= clock.now()
    incident.due_at = incident.deadline_at
    incident.climb_level = incident.climb_level if is_late else IN_TIME
    incident.next_climb_at = max(clock.now(), incident.deadline_at)
