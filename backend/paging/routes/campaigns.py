"""The addresses of campaigns."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.core.http.schema import PageQuery
from backend.paging import policy
from backend.paging.actions import campaigns as acting
from backend.paging.queries import campaigns, preview
from backend.paging.schemas import campaigns as schemas

blp = Blueprint("paging", __name__, url_prefix="/api/paging", description="智能寻呼: campaigns")

KEEPS = roles(*policy.KEEPS)


@endpoint(blp, "GET", "/campaigns", allow=KEEPS, query=PageQuery, returns=schemas.CampaignPage)
def list_campaigns(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """The newest first, with what came of each."""
    return campaigns.listed(actor, **query)


@endpoint(
    blp, "POST", "/campaigns", allow=KEEPS, body=schemas.CampaignAsked, returns=schemas.CampaignShown, status=201,
    repeat=Repeat.BY_ID,
)  # fmt: skip
def make_campaign(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """A draft, with the script as it is now."""
    acting.make(actor, **body)
    return campaigns.one(actor, body["id"])


@endpoint(blp, "GET", "/campaigns/<uuid:campaign_id>", allow=KEEPS, returns=schemas.CampaignShown)
def one_campaign(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    """How far it is."""
    return campaigns.one(actor, campaign_id)


@endpoint(blp, "POST", "/campaigns/<uuid:campaign_id>/start", allow=KEEPS, returns=schemas.CampaignShown)
def start_campaign(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    """Ask exactly those who fit now."""
    acting.start(actor, campaign_id)
    return campaigns.one(actor, campaign_id)


@endpoint(blp, "POST", "/campaigns/<uuid:campaign_id>/pause", allow=KEEPS, returns=schemas.CampaignShown)
def pause_campaign(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    """Nothing more goes out until it is resumed."""
    acting.pause(actor, campaign_id)
    return campaigns.one(actor, campaign_id)


@endpoint(blp, "POST", "/campaigns/<uuid:campaign_id>/resume", allow=KEEPS, returns=schemas.CampaignShown)
def resume_campaign(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    """Go on where it was paused."""
    acting.resume(actor, campaign_id)
    return campaigns.one(actor, campaign_id)


@endpoint(blp, "POST", "/campaigns/<uuid:campaign_id>/finish", allow=KEEPS, returns=schemas.CampaignShown)
def finish_campaign(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    """End it; who has not answered goes to the list of people to call."""
    acting.finish(actor, campaign_id)
    return campaigns.one(actor, campaign_id)


@endpoint(
    blp, "POST", "/campaigns/preview", allow=KEEPS, body=schemas.CampaignPreviewAsked, returns=schemas.CampaignPreview,
    repeat=Repeat.READS,
)  # fmt: skip
def preview_campaign(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Whom it would ask, over what and in which words."""
    return preview.preview(actor, **body)


@endpoint(blp, "GET", "/campaigns/<uuid:campaign_id>/progress", allow=KEEPS, returns=schemas.CampaignProgress)
def campaign_progress(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    """Attempt by attempt, and place by place."""
    return campaigns.progress(actor, campaign_id)
