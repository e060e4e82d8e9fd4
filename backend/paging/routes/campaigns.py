"""The addresses of scripts and campaigns."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.core.http.schema import PageQuery
from backend.paging import policy, schemas
from backend.paging.actions import campaigns as acting
from backend.paging.actions import scripts as writing
from backend.paging.queries import campaigns

blp = Blueprint("paging", __name__, url_prefix="/api/paging", description="智能寻呼: scripts and campaigns")

KEEPS = roles(*policy.KEEPS)


@endpoint(blp, "GET", "/scripts", allow=KEEPS, query=PageQuery, returns=schemas.ScriptPage)
def list_scripts(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """What can be asked, in its newest version."""
    return campaigns.scripts(actor, **query)


@endpoint(
    blp, "POST", "/scripts", allow=KEEPS, body=schemas.NewScript, returns=schemas.ScriptShown, status=201,
    repeat=Repeat.BY_ID,
)  # fmt: skip
def make_script(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Write one; what is wrong with it is said by question."""
    writing.make(actor, **body)
    return campaigns.script(actor, body["id"])


@endpoint(blp, "GET", "/scripts/<uuid:script_id>", allow=KEEPS, returns=schemas.ScriptShown)
def one_script(actor: Actor, script_id: UUID) -> dict[str, Any]:
    """One of them."""
    return campaigns.script(actor, script_id)


@endpoint(blp, "PUT", "/scripts/<uuid:script_id>", allow=KEEPS, body=schemas.ScriptChange, returns=schemas.ScriptShown)
def change_script(actor: Actor, body: dict[str, Any], script_id: UUID) -> dict[str, Any]:
    """A new version; campaigns that were made before go on with theirs."""
    writing.change(actor, script_id, **body)
    return campaigns.script(actor, script_id)


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
