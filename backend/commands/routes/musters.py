"""The addresses of musters: looked at, issued, watched, filled up."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.commands import policy
from backend.commands.actions.muster import call_next, issue_muster
from backend.commands.queries import musters
from backend.commands.schemas.musters import (
    CallMore,
    MusterIssue,
    MusterPage,
    MusterPreview,
    MusterShown,
    MusterWanted,
)
from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.core.http.schema import PageQuery

blp = Blueprint("musters", __name__, url_prefix="/api/musters", description="集结: volunteers called together")

COMMANDERS = roles(policy.COMMANDS)
WATCHERS = roles(*policy.WATCH)


@endpoint(blp, "POST", "/preview", allow=COMMANDERS, body=MusterWanted, returns=MusterPreview, repeat=Repeat.READS)
def preview_muster(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Who would be asked and why, and who stands by."""
    return musters.preview(actor, **body)


@endpoint(blp, "POST", "", allow=COMMANDERS, body=MusterIssue, returns=MusterShown, status=201)
def start_muster(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Call them together: an order goes out to exactly these people."""
    issue_muster.issue_muster(actor, **body)
    return musters.one(actor, body["id"])


@endpoint(blp, "GET", "", allow=WATCHERS, query=PageQuery, returns=MusterPage)
def list_musters(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Musters of my subtree, the newest first, each with how far its line is filled."""
    return musters.listed(actor, **query)


@endpoint(blp, "GET", "/<uuid:muster_id>", allow=WATCHERS, returns=MusterShown)
def one_muster(actor: Actor, muster_id: UUID) -> dict[str, Any]:
    """One muster with its line."""
    return musters.one(actor, muster_id)


@endpoint(blp, "POST", "/<uuid:muster_id>/call-more", allow=COMMANDERS, body=CallMore, returns=MusterShown)
def call_more(actor: Actor, body: dict[str, Any], muster_id: UUID) -> dict[str, Any]:
    """Call so many more of those who stand by."""
    call_next.call_more(actor, muster_id, **body)
    return musters.one(actor, muster_id)
