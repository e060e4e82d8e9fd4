"""More time: asked for by the unit, granted or refused by the desk."""

from uuid import UUID

from backend.core import clock
from backend.core.errors import refuse as refuse_by_name
from backend.core.http.actor import Actor
from backend.incidents.actions import deadlines, step, tell
from backend.incidents.actions.step import Tap
from backend.incidents.models.incident import Incident


def ask(actor: Actor, incident_id: UUID, tap: Tap, *, figure: int) -> None:
    """One at a time; a second one replaces nothing."""
    incident = step.held(actor, incident_id, "extend", tap)
    if incident is None:
        return
    if incident.extension_figure is not None:
        refuse_by_name("incident.extension_waits")
    step.move(incident, "extend", actor=actor, tap=tap, data={"figure": figure, "kind": incident.deadline_kind})
    incident.extension_figure, incident.extension_asked_at = figure, clock.now()
    tell.extension_asked(incident, note=tap.note)


def grant(actor: Actor, incident_id: UUID, tap: Tap) -> None:
    incident = _asked(actor, incident_id, "grant_extension", tap)
    if incident is None:
        return
    assert incident.extension_figure is not None
    figure = incident.extension_figure
    made = step.move(incident, "grant_extension", actor=actor, tap=tap, data={"figure": figure})
    deadlines.put_off(incident, figure)
    assert incident.deadline_at is not None
    made.data = {"figure": figure, "deadline_at": incident.deadline_at.isoformat()}
    _settled(incident, actor, granted=True, note=tap.note)


def refuse(actor: Actor, incident_id: UUID, tap: Tap) -> None:
    incident = _asked(actor, incident_id, "refuse_extension", tap)
    if incident is None:
        return
    step.move(incident, "refuse_extension", actor=actor, tap=tap, data={"figure": incident.extension_figure})
    _settled(incident, actor, granted=False, note=tap.note)


def _asked(actor: Actor, incident_id: UUID, verb: str, tap: Tap) -> Incident | None:
    incident = step.held(actor, incident_id, verb, tap)
    if incident is not None and incident.extension_figure is None:
        refuse_by_name("incident.no_extension_asked", state=incident.state)
    return incident


def _settled(incident: Incident, by: Actor, *, granted: bool, note: str | None) -> None:
    incident.extension_figure = incident.extension_asked_at = None
    tell.extension_settled(incident, by=by, granted=granted, note=note)
