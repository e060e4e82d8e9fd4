"""The addresses of appeals, of isolation at home, and of what was destroyed."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http.actor import Actor
from backend.core.http.endpoint import SIGNED_IN, Repeat, endpoint, roles
from backend.core.http.files import download
from backend.core.http.schema import PageQuery
from backend.health import policy
from backend.health.actions import appeals as deciding
from backend.health.actions import release_paper
from backend.health.actions.isolation import care, end, enter
from backend.health.queries import appeals, destructions, isolation
from backend.health.schemas.care import (
    AppealPage,
    DestructionPage,
    EndedQuery,
    HalfDayEntry,
    IsolationPage,
    IsolationQuery,
    IsolationRelease,
    IsolationTeam,
    IsolationWhole,
    NewErrand,
)
from backend.health.schemas.moments import HealthNote

blp = Blueprint("health_care", __name__, url_prefix="/api", description="Appeals and isolation at home")

OFFICER = roles(*policy.OFFICERS)
CARER = roles(*policy.TEAM)
CASE = "/isolations/<uuid:case_id>"
PDF = "application/pdf"


@endpoint(blp, "GET", "/health-appeals", allow=OFFICER, query=EndedQuery, returns=AppealPage)
def list_appeals(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Appeals that wait, or those that are decided."""
    return appeals.listed(actor, **query)


@endpoint(blp, "POST", "/health-appeals/<uuid:appeal_id>/grant", allow=OFFICER, body=HealthNote, status=204)
def grant_appeal(actor: Actor, body: dict[str, Any], appeal_id: UUID) -> None:
    """The colour was wrong: it is green from now on."""
    deciding.grant(actor, appeal_id, **body)


@endpoint(blp, "POST", "/health-appeals/<uuid:appeal_id>/refuse", allow=OFFICER, body=HealthNote, status=204)
def refuse_appeal(actor: Actor, body: dict[str, Any], appeal_id: UUID) -> None:
    """The colour stays, with a reason."""
    deciding.refuse_appeal(actor, appeal_id, **body)


@endpoint(blp, "GET", "/isolations", allow=CARER, query=IsolationQuery, returns=IsolationPage)
def list_isolations(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Who is at home, and whose half-days are missing."""
    return isolation.listed(actor, **query)


@endpoint(blp, "GET", "/me/isolation", allow=SIGNED_IN, returns=IsolationWhole)
def show_my_isolation(actor: Actor) -> dict[str, Any]:
    """My own, while it runs or after its end."""
    return isolation.shown(isolation.mine(actor))


@endpoint(blp, "GET", CASE, allow=CARER, returns=IsolationWhole)
def one_isolation(actor: Actor, case_id: UUID) -> dict[str, Any]:
    """One of them, whole."""
    return isolation.shown(isolation.one(actor, case_id))


@endpoint(blp, "POST", f"{CASE}/entries", allow=CARER, body=HalfDayEntry, returns=IsolationWhole, repeat=Repeat.LATEST)
def enter_half_day(actor: Actor, body: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Fill a half-day."""
    return isolation.shown(enter.enter(actor, case_id, **body))


@endpoint(blp, "POST", f"{CASE}/team", allow=CARER, body=IsolationTeam, returns=IsolationWhole, repeat=Repeat.LATEST)
def set_team(actor: Actor, body: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Say who looks after the person."""
    return isolation.shown(care.set_team(actor, case_id, **body))


@endpoint(blp, "POST", f"{CASE}/errands", allow=SIGNED_IN, body=NewErrand, returns=IsolationWhole, repeat=Repeat.BY_ID)
def ask_errand(actor: Actor, body: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Ask for something to be brought or done."""
    return isolation.shown(care.ask_errand(actor, case_id, **body))


@endpoint(
    blp, "POST", f"{CASE}/errands/<uuid:errand_id>/done", allow=CARER, returns=IsolationWhole, repeat=Repeat.LATEST
)
def do_errand(actor: Actor, case_id: UUID, errand_id: UUID) -> dict[str, Any]:
    """It was brought, or done."""
    return isolation.shown(care.do_errand(actor, case_id, errand_id))


@endpoint(blp, "POST", f"{CASE}/release", allow=OFFICER, body=IsolationRelease, status=204)
def release_isolation(actor: Actor, body: dict[str, Any], case_id: UUID) -> None:
    """Let the person out, once the days are over or the code is green."""
    end.release(actor, case_id, **body)


@endpoint(blp, "GET", f"{CASE}/release-document", allow=SIGNED_IN, file=PDF)
def release_document(actor: Actor, case_id: UUID) -> Response:
    """The release document on paper, for the person or the team."""
    return download(release_paper.paper(actor, case_id), PDF, "解除隔离.pdf")


@endpoint(blp, "GET", "/health-destructions", allow=roles(*policy.AUDIT), query=PageQuery, returns=DestructionPage)
def list_destructions(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - no place is in them
    """What was destroyed when: counts and hashes, each sealed into the next."""
    return destructions.listed(**query)
