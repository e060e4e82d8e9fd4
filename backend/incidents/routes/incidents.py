"""The addresses of cases: reporting one, and reading them."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint, roles
from backend.core.http.files import JPEG, picture
from backend.core.http.schema import PageQuery
from backend.incidents import policy
from backend.incidents.actions import report as reporting
from backend.incidents.queries import duplicates, incidents, lists, photos, rates
from backend.incidents.schemas.incidents import (
    CountQuery,
    DuplicateList,
    IncidentCounts,
    IncidentDots,
    IncidentFilters,
    IncidentPage,
    IncidentQuery,
    IncidentShown,
    IncidentTotal,
    PhotoSize,
)
from backend.incidents.schemas.rates import PeriodRates, RatesQuery
from backend.incidents.schemas.report import IncidentReport

blp = Blueprint("incidents", __name__, url_prefix="/api/incidents", description="Cases, from the report to the answer")

#: look after cases or handle them; whoever only reports has a list of his own
AT_WORK = roles(*policy.WATCH, policy.WORKER, policy.HANDLER)


# Whoever held a role when he tapped may report, though he has lost it since: the action asks, not the address.
@endpoint(blp, "POST", "", allow=SIGNED_IN, body=IncidentReport, returns=IncidentShown, status=201)
def report_incident(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Report. The same id again gives the same case."""
    return incidents.one(actor, reporting.report(actor, **body))


@endpoint(blp, "GET", "", allow=AT_WORK, query=IncidentQuery, returns=IncidentPage)
def list_incidents(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """List the cases that you look after or your units handle."""
    return lists.listed(actor, **query)


@endpoint(blp, "GET", "/points", allow=AT_WORK, query=IncidentFilters, returns=IncidentDots)
def map_incidents(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """The same cases as dots for a map, 3,000 at most."""
    return lists.points(actor, **query)


@endpoint(blp, "GET", "/total", allow=AT_WORK, query=IncidentFilters, returns=IncidentTotal)
def total_incidents(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """How many cases that list has, counted up to 10,000."""
    return lists.total(actor, **query)


@endpoint(blp, "GET", "/counts", allow=AT_WORK, query=CountQuery, returns=IncidentCounts)
def count_incidents(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Count the open cases, state by state."""
    return lists.counts(actor, **query)


@endpoint(blp, "GET", "/rates", allow=roles(*policy.WATCH), query=RatesQuery, returns=PeriodRates)
def rate_incidents(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """The ten rates of a period, for a place and each part of it, with what they are made of."""
    return rates.rated(actor, **query)


@endpoint(blp, "GET", "/mine", allow=SIGNED_IN, query=PageQuery, returns=IncidentPage)
def list_my_incidents(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """What I reported, the newest first."""
    return incidents.mine(actor, **query)


@endpoint(blp, "GET", "/<uuid:incident_id>", allow=SIGNED_IN, returns=IncidentShown)
def one_incident(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """One case, with its steps and photos, and what you may do now."""
    return incidents.one(actor, incident_id)


@endpoint(blp, "GET", "/<uuid:incident_id>/duplicates", allow=roles(*policy.DESK), returns=DuplicateList)
def list_duplicates(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """Reports of the same category within 50 m and 24 h."""
    return {"items": duplicates.near(actor, incident_id)}


@endpoint(blp, "GET", "/<uuid:incident_id>/photos/<string:sha256>", allow=SIGNED_IN, query=PhotoSize, file=JPEG)
def photo_of_incident(actor: Actor, query: dict[str, Any], incident_id: UUID, sha256: str) -> Response:
    """A photo of it that has arrived."""
    return picture(photos.read(actor, incident_id, sha256, **query))
