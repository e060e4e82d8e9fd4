"""Cases that came by Open311: to the application that reported one as it told it, to others what anybody may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.levels import GRID
from backend.areas.rules.paths import codes
from backend.core.db import db
from backend.core.errors import refuse
from backend.incidents.models.incident import Incident, IncidentStep
from backend.incidents.models.unit import HandlingUnit
from backend.incidents.rules import lifecycle
from backend.open311.catalogue import reader
from backend.open311.models import Application, ServiceRequest
from backend.open311.queries import services
from backend.open311.rules import place, status
from backend.open311.rules.moments import written

#: the case that answers for a merged one; else the case itself
Main = aliased(Incident)
MAIN_ID = func.coalesce(Main.id, Incident.id)
STATE = func.coalesce(Main.state, Incident.state)
#: the steps that end a case, whose note is the answer to its reporter
ANSWERS = ("check", "verify", "not_accept", "not_register", "cancel")
Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: an application, or everybody; in which language; and of which jurisdiction."""

    application: Application | None
    language: str
    path: str | None = None

    def owns(self, request: ServiceRequest) -> bool:
        return self.application is not None and request.application_id == self.application.id


def listed(
    reading: Reader,
    *,
    numbers: Sequence[str],
    kinds: Sequence[str],
    statuses: Sequence[str],
    between: tuple[datetime, datetime],
    page: int,
    page_size: int,
) -> list[dict[str, Any]]:
    """The newest first. Numbers override all else that is asked."""
    query = _visible_to(reading)
    if numbers:
        query = query.where(Incident.number.in_(numbers))
    else:
        query = query.where(ServiceRequest.received_at.between(*between))
        if kinds:
            query = query.where(Incident.category_code.in_(kinds))
        if statuses:
            query = query.where(or_(*(_is(name) for name in statuses)))
    newest = (ServiceRequest.received_at.desc(), ServiceRequest.incident_id.desc())
    rows = db.session.execute(query.order_by(*newest).limit(page_size).offset((page - 1) * page_size)).all()
    return _shown(reading, rows)


def one(reading: Reader, number: str) -> list[dict[str, Any]]:
    """A list of one, as the standard has it."""
    rows = db.session.execute(_visible_to(reading).where(Incident.number == number)).all()
    return _shown(reading, rows) or refuse("open311.request_unknown")


def of_token(token: UUID) -> str:
    """The number of what was reported with it; of several applications with one token, the first one's."""
    query = (
        select(Incident.number)
        .join(ServiceRequest, ServiceRequest.incident_id == Incident.id)
        .where(ServiceRequest.token == token)
        .order_by(ServiceRequest.received_at)
        .limit(1)
    )
    found: str | None = db.session.scalar(query)
    return found if found is not None else refuse("open311.token_unknown")


def _visible_to(reading: Reader) -> Select[*tuple[Any, ...]]:
    seen: ColumnElement[bool] = Incident.category_code.not_in(reader.private())
    if reading.application is not None:
        seen = or_(seen, ServiceRequest.application_id == reading.application.id)
    if reading.path is not None:
        seen = seen & within([reading.path], Incident.area_path)
    return _joined().where(seen)


def _joined() -> Select[*tuple[Any, ...]]:
    steps = select(IncidentStep).where(IncidentStep.incident_id == MAIN_ID).correlate(Main, Incident)
    updated = steps.with_only_columns(func.max(IncidentStep.at)).scalar_subquery()
    answers = steps.where(IncidentStep.verb.in_(ANSWERS)).order_by(IncidentStep.no.desc()).limit(1)
    return (
        select(ServiceRequest, Incident, STATE.label("state"), HandlingUnit.name_zh, HandlingUnit.name_en)
        .add_columns(func.coalesce(Main.deadline_at, Incident.deadline_at).label("deadline_at"))
        .add_columns(updated.label("updated_at"))
        .add_columns(func.coalesce(Main.ended_at, Incident.ended_at).label("ended_at"))
        .add_columns(answers.with_only_columns(IncidentStep.note).scalar_subquery().label("answer"))
        .join(Incident, Incident.id == ServiceRequest.incident_id)
        .outerjoin(Main, Main.id == Incident.merged_into_id)
        .outerjoin(HandlingUnit, HandlingUnit.id == func.coalesce(Main.unit_id, Incident.unit_id))
    )


def _is(name: str) -> ColumnElement[bool]:
    return STATE.in_(lifecycle.ENDED) if name == status.CLOSED else STATE.not_in(lifecycle.ENDED)


def _shown(reading: Reader, rows: Sequence[Found]) -> list[dict[str, Any]]:
    places = _places({code for row in rows for code in codes(row.Incident.area_path)}, reading.language)
    return [{**_common(reading, row, places), **_told(reading, row)} for row in rows]


def _common(reading: Reader, row: Found, places: dict[str, str]) -> dict[str, Any]:
    ended = status.status_of(row.state) == status.CLOSED
    return {
        "service_request_id": row.Incident.number,
        "status": status.status_of(row.state),
        "status_notes": status.notes(row.state, reading.language),
        "service_name": getattr(services.one(row.Incident.category_code), reading.language),
        "service_code": row.Incident.category_code,
        "description": None,
        "agency_responsible": row.name_en if reading.language == "en" else row.name_zh,
        "service_notice": None,
        "requested_datetime": written(row.ServiceRequest.received_at),
        "updated_datetime": written(row.ended_at if ended else row.updated_at),
        "expected_datetime": None if ended else written(row.deadline_at),
        "address": ", ".join(places[one] for one in reversed(codes(row.Incident.area_path)) if one in places),
        "address_id": None,
        "zipcode": None,
        "lat": place.coarse(row.Incident.lat_wgs84),
        "long": place.coarse(row.Incident.lng_wgs84),
        "media_url": None,
    }


def _told(reading: Reader, row: Found) -> dict[str, Any]:
    """To whom it belongs, as it was told, and the answer that its reporter gets."""
    request: ServiceRequest = row.ServiceRequest
    if not reading.owns(request):
        return {}
    answer = row.answer if row.state in lifecycle.ENDED else None
    told = {
        "status_notes": status.notes(row.state, reading.language, answer),
        "description": request.description,
        "lat": row.Incident.lat_wgs84,
        "long": row.Incident.lng_wgs84,
        "media_url": request.media_url,
    }
    return told | ({"address": request.address} if request.address else {})


def _places(wanted: set[str], language: str) -> dict[str, str]:
    """Code → name, but for grids: that is where somebody lives."""
    name = Area.name_en if language == "en" else Area.name_zh
    query = select(Area.code, name.label("name")).where(Area.code.in_(wanted), Area.level != GRID)
    return {row.code: row.name for row in db.session.execute(query)}
