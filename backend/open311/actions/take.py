"""An application reports: taken in once, as a case like any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.incidents.models.incident import Incident
from backend.open311.actions import where
from backend.open311.actions.make import Report, make
from backend.open311.catalogue import reader
from backend.open311.models import Application, ServiceRequest
from backend.open311.queries import services
from backend.open311.rules import attributes, place, said
from backend.uploads.actions import take_whole

#: as many as a report of a phone may have
MOST_PHOTOS = 9
#: Whoever got no reply sends the same again within moments; a neighbour uses other words or is another person.
SAME_FOR = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came: the fields of the form, the answers to what else is asked, photos, and the client's own key."""

    fields: Mapping[str, Any]
    answers: Mapping[str, list[str]]
    photos: list[bytes]
    token: UUID | None


def take(application: Application, sent: Sent, *, secret: str) -> Incident:
    """The case. Sent again it is the same one."""
    kind = services.one(sent.fields["service_code"])
    attributes.check(reader.asked_of(kind.code), sent.answers)
    point = place.point(sent.fields["lat"], sent.fields["long"])
    if point is None and not sent.fields["address_string"]:
        refuse("open311.no_place")
    home = where.home(application, sent.fields["jurisdiction_id"], point)
    if len(sent.photos) > MOST_PHOTOS:
        refuse("open311.too_many_photos", most=MOST_PHOTOS)
    photos = {one.sha256: one for one in map(take_whole.develop, sent.photos)}
    same = said.fingerprint({**sent.fields, "answers": dict(sent.answers)}, photos)
    _hold(application, sent.token.bytes if sent.token else same)
    known = _known(application, sent.token, same)
    report = Report(sent.fields, sent.answers, list(photos.values()), point, home, sent.token, same)
    return known or make(application, report, secret=secret)


def _hold(application: Application, same: bytes) -> None:
    """The same report on two connections: whoever comes second waits, and finds the first one's case."""
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 311))")
    db.session.execute(lock, {"what": application.id.hex + same.hex()})


def _known(application: Application, token: UUID | None, fingerprint: bytes) -> Incident | None:
    query = select(ServiceRequest).where(ServiceRequest.application_id == application.id)
    if token is not None:
        found = db.session.scalar(query.where(ServiceRequest.token == token))
        if found is not None and found.fingerprint != fingerprint:
            refuse("idempotency.reused")
    else:
        just_now = ServiceRequest.received_at > clock.now() - SAME_FOR
        found = db.session.scalar(query.where(just_now, ServiceRequest.fingerprint == fingerprint).limit(1))
    return None if found is None else db.session.get_one(Incident, found.incident_id)
