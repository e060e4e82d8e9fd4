"""The addresses of cases."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, endpoint
from backend.core.http.schema import PageQuery
from backend.incidents.actions import report as reporting
from backend.incidents.queries import incidents
from backend.incidents.schemas.incidents import IncidentPage, IncidentShown
from backend.incidents.schemas.report import IncidentReport

blp = Blueprint("incidents", __name__, url_prefix="/api/incidents", description="Cases, from the report to the answer")


# Whoever held a role when he tapped may report, though he has lost it since: the action asks, not the address.
@endpoint(blp, "POST", "", allow=SIGNED_IN, body=IncidentReport, returns=IncidentShown, status=201)
def report_incident(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Report. The same id again gives the same case."""
    return incidents.one(actor, reporting.report(actor, **body))


@endpoint(blp, "GET", "/mine", allow=SIGNED_IN, query=PageQuery, returns=IncidentPage)
def list_my_incidents(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """What I reported, the newest first."""
    return incidents.mine(actor, **query)


@endpoint(blp, "GET", "/<uuid:incident_id>", allow=SIGNED_IN, returns=IncidentShown)
def one_incident(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """One case, with its steps and photos."""
    return incidents.one(actor, incident_id)
