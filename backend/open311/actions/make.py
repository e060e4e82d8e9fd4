"""A case of what an application reported, its photos, and beside it what the application said and who reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.errors import Problem
from backend.identity.rules.actor import Actor
from backend.incidents.actions.receive import receive
from backend.incidents.models.incident import Incident
from backend.open311.catalogue import reader
from backend.open311.models import Application, ServiceRequest
from backend.open311.rules import attributes, said, sealed
from backend.open311.rules.place import Point
from backend.uploads.actions.take_whole import Whole, take_whole

MINUTE = timedelta(minutes=1)
#: who reported: sealed, and shown to the desk alone by `queries.origins`
CONTACT = ("first_name", "last_name", "email", "phone", "account_id", "device_id")


@dataclass(frozen=True, slots=True)
class Report:
    """What was sent, looked at and found good."""

    fields: Mapping[str, Any]
    answers: Mapping[str, list[str]]
    photos: Sequence[Whole]
    point: Point | None
    home: str
    token: UUID | None
    fingerprint: bytes


def make(application: Application, report: Report, *, secret: str) -> Incident:
    _check_rate(application)
    incident_id = uuid7()
    actor = Actor(application.person_id, application.area_path, (), False, None, None)
    for photo in report.photos:
        take_whole(actor, incident_id, photo)
    incident = receive(
        actor,
        id=incident_id,
        source=application.source,
        category_code=report.fields["service_code"],
        description=_words(report),
        point=report.point,
        home=report.home,
        photos=[{"sha256": one.sha256, "size_bytes": one.length, "use": "report"} for one in report.photos],
    )
    _keep(application, incident, report, secret)
    return incident


def _check_rate(application: Application) -> None:
    lately = (ServiceRequest.application_id == application.id, ServiceRequest.received_at > clock.now() - MINUTE)
    if (db.session.scalar(select(func.count()).where(*lately)) or 0) >= application.per_minute:
        raise Problem("open311.too_many", headers={"Retry-After": str(int(MINUTE.total_seconds()))})


def _words(report: Report) -> str:
    return said.description(
        report.fields["description"],
        address=report.fields["address_string"],
        answers=attributes.as_words(reader.asked_of(report.fields["service_code"]), report.answers),
        media_url=report.fields["media_url"],
    )


def _keep(application: Application, incident: Incident, report: Report, secret: str) -> None:
    contact = {name: report.fields[name] for name in CONTACT if report.fields[name]}
    kept = ServiceRequest(incident_id=incident.id, application_id=application.id, fingerprint=report.fingerprint)
    kept.token, kept.received_at = report.token or incident.id, incident.recorded_at
    kept.description, kept.address = report.fields["description"], report.fields["address_string"]
    kept.media_url, kept.attributes = report.fields["media_url"], dict(report.answers)
    kept.contact = sealed.seal(secret, incident.id, contact) if contact else None
    db.session.add(kept)
    db.session.flush()
