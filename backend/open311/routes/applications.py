"""The addresses by which applications are let in and shut out, and by which the desk learns who reported."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.open311 import policy
from backend.open311.actions import applications as keeping
from backend.open311.queries import applications, origins
from backend.open311.schemas.applications import (
    ApplicationIssued,
    ApplicationList,
    ApplicationShown,
    NewApplication,
    OriginOfCase,
)

blp = Blueprint("applications", __name__, url_prefix="/api/open311", description="Apps that report from outside")

KEEPS = roles(policy.KEEPS_APPLICATIONS)


@endpoint(blp, "GET", "/applications", allow=KEEPS, returns=ApplicationList)
def list_applications(actor: Actor) -> dict[str, Any]:
    """List the applications of the own subtree, with the end of each key."""
    return {"items": applications.listed(actor)}


@endpoint(
    blp,
    "POST",
    "/applications",
    allow=KEEPS,
    body=NewApplication,
    returns=ApplicationIssued,
    status=201,
    repeat=Repeat.SECRET,
)
def issue_application(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Let an application in; its key is told this once."""
    application, key = keeping.issue(actor, **body)
    return {**applications.shown(application), "api_key": key}


@endpoint(
    blp,
    "POST",
    "/applications/<uuid:application_id>/renew",
    allow=KEEPS,
    returns=ApplicationIssued,
    repeat=Repeat.SECRET,
)
def renew_application(actor: Actor, application_id: UUID) -> dict[str, Any]:
    """Give it another key; the one before is good for nothing from now on."""
    application, key = keeping.renew(actor, application_id)
    return {**applications.shown(application), "api_key": key}


@endpoint(blp, "POST", "/applications/<uuid:application_id>/revoke", allow=KEEPS, returns=ApplicationShown)
def revoke_application(actor: Actor, application_id: UUID) -> dict[str, Any]:
    """Shut it out; what it reported stays."""
    return applications.shown(keeping.revoke(actor, application_id))


@endpoint(blp, "GET", "/reports/<uuid:incident_id>", allow=roles(*policy.CALLS_BACK), returns=OriginOfCase)
def origin_of_report(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """Which application reported a case, and who stands behind it."""
    return {"origin": origins.one(actor, incident_id, secret=current_app.config["CONTACT_SECRET"])}
