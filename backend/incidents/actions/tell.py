"""Who hears of a case, and in which words: a push to whoever must act, and the answer to whoever reported it."""

from collections.abc import Collection
from uuid import UUID

from backend.areas.models import Area
from backend.areas.rules.validity import BEIJING
from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.incidents.catalogue import reader
from backend.incidents.models.incident import Incident
from backend.incidents.queries import responsible
from backend.incidents.rules import notices
from backend.push.actions.notices import notify, withdraw


def reported(incident: Incident) -> None:
    """What is urgent wakes the desk at once; all else waits in its queue."""
    if incident.urgent and incident.ended_at is None:
        _tell(incident, "reported", responsible.desk(incident) - {incident.reporter_id})


def dispatched(incident: Incident, *, by: Actor) -> None:
    # Nobody at the desk waits for it any more.
    withdraw(incident.id)
    _tell(incident, "dispatched", responsible.unit(incident) - {by.id})


def returned(incident: Incident, *, note: str | None) -> None:
    _tell(incident, "returned", responsible.desk(incident), note=note)


def to_check(incident: Incident) -> None:
    withdraw(incident.id)
    _tell(incident, "to_check", responsible.checkers(incident))


def rework(incident: Incident, *, by: Actor, note: str | None) -> None:
    _tell(incident, "rework", responsible.unit(incident) - {by.id}, note=note)


def extension_asked(incident: Incident, *, note: str | None) -> None:
    _tell(incident, "extension_asked", responsible.desk(incident), note=note)


def extension_settled(incident: Incident, *, by: Actor, granted: bool, note: str | None) -> None:
    what = "extension_granted" if granted else "extension_refused"
    _tell(incident, what, responsible.unit(incident) - {by.id}, note=note)


def pressed(incident: Incident, what: str, *, by: Actor, note: str | None) -> None:
    _tell(incident, what, responsible.actors_of(incident) - {by.id}, note=note)


def climbed(incident: Incident, people: Collection[UUID]) -> None:
    _tell(incident, "climbed", people)


def answered(incident: Incident, *, by: Actor, note: str | None) -> None:
    """Everybody whose report it answers, each under his own report."""
    withdraw(incident.id)
    for report_id, reporter_id in responsible.reporters([incident.id]).items():
        if reporter_id != by.id:
            _tell(incident, incident.state, [reporter_id], note=note, report_id=report_id)


def _tell(
    incident: Incident,
    what: str,
    people: Collection[UUID],
    *,
    note: str | None = None,
    report_id: UUID | None = None,
) -> None:
    if not people:
        return
    category, area = reader.one(incident.category_code), db.session.get_one(Area, incident.area_code)
    texts = notices.notice(
        what,
        category={"zh": category.zh, "en": category.en},
        area={"zh": area.name_zh, "en": area.name_en},
        number=incident.number,
        said=incident.description,
        note=note or "",
        until=f"{incident.due_at.astimezone(BEIJING):%m-%d %H:%M}",
    )
    subject_id = report_id or incident.id
    notify(
        sorted(people),
        kind=f"incident.{what}",
        subject_id=subject_id,
        texts=texts,
        navigate=f"/incidents/{subject_id}",
        expires_at=clock.now() + notices.LIFE,
    )
