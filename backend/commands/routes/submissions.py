"""Submissions: an order asked of a second person, and the five ways in which that ends."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.actions.submissions import decide, send, take_back
from backend.commands.queries import submissions
from backend.commands.schemas import submissions as shapes
from backend.commands.schemas.orders import AskOrder
from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.core.http.schema import page_of

blp = Blueprint("submissions", __name__, url_prefix="/api/submissions", description="送审")
COMMANDERS = roles(policy.COMMANDS)
WATCHERS = roles(*policy.WATCH)
SHOWN = shapes.SubmissionShown


@endpoint(blp, "POST", "", allow=COMMANDERS, body=AskOrder, returns=SHOWN, status=201)
def send_submission(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Submit an order to a second person; its id becomes the order's."""
    return send.send(actor, **body)


@endpoint(blp, "GET", "", allow=WATCHERS, query=shapes.SubmissionsQuery, returns=page_of(shapes.SubmissionListed))
def list_submissions(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Mine and those over whose place I may decide, the newest first."""
    return submissions.listed(actor, **query)


@endpoint(blp, "GET", "/<uuid:submission_id>", allow=WATCHERS, returns=SHOWN)
def one_submission(actor: Actor, submission_id: UUID) -> dict[str, Any]:
    """One submission, with who may decide and how its recipients are reached now."""
    return submissions.one(actor, submission_id)


@endpoint(blp, "POST", "/<uuid:submission_id>/approve", allow=WATCHERS, returns=SHOWN)
def approve_submission(actor: Actor, submission_id: UUID) -> dict[str, Any]:
    """Agree: the order is issued in the same moment."""
    return decide.approve(actor, submission_id)


@endpoint(blp, "POST", "/<uuid:submission_id>/refuse", allow=WATCHERS, body=shapes.RefuseSubmission, returns=SHOWN)
def refuse_submission(actor: Actor, body: dict[str, Any], submission_id: UUID) -> dict[str, Any]:
    """Say no, and why."""
    return decide.refuse(actor, submission_id, **body)


@endpoint(blp, "POST", "/<uuid:submission_id>/withdraw", allow=COMMANDERS, returns=SHOWN)
def withdraw_submission(actor: Actor, submission_id: UUID) -> dict[str, Any]:
    """Take one's own submission back."""
    return take_back.withdraw(actor, submission_id)


@endpoint(
    blp,
    "POST",
    "/<uuid:submission_id>/override",
    allow=COMMANDERS,
    body=shapes.OverrideSubmission,
    returns=SHOWN,
)
def override_submission(actor: Actor, body: dict[str, Any], submission_id: UUID) -> dict[str, Any]:
    """Issue one's own without waiting any longer; the reason is kept and shown."""
    return take_back.override(actor, submission_id, **body)
