"""The addresses of construction sites: applied for, checked, approved, worked on, written down."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint, roles
from backend.core.http.files import JPEG, picture
from backend.core.http.schema import PageQuery
from backend.sites import policy
from backend.sites.actions import apply, days
from backend.sites.queries import day_photos, history, sites
from backend.sites.schemas.sites import (
    NewSite,
    SiteAreaQuery,
    SiteCounts,
    SiteDayKept,
    SiteDayWritten,
    SiteEdit,
    SiteHistoryPage,
    SitePage,
    SitePhotoSize,
    SitesQuery,
    SiteStepTaken,
    SiteWhole,
)

blp = Blueprint("sites", __name__, url_prefix="/api/sites", description="Construction sites back to work")

KEEPERS = roles(*policy.KEEPERS)
SITE = "/<uuid:site_id>"


@endpoint(blp, "GET", "", allow=KEEPERS, query=SitesQuery, returns=SitePage)
def list_sites(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """The sites of my places, each with how its workers stand."""
    return sites.listed(actor, **query)


@endpoint(blp, "GET", "/counts", allow=KEEPERS, query=SiteAreaQuery, returns=SiteCounts)
def count_sites(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """How many sites are in each state, and how their workers stand."""
    return sites.counted(actor, **query)


@endpoint(blp, "POST", "", allow=KEEPERS, body=NewSite, returns=SiteWhole, status=201, repeat=Repeat.BY_ID)
def draft_site(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Write an application down; it is sent by the step `apply`."""
    return sites.whole(actor, apply.draft(actor, **body).id)


@endpoint(blp, "GET", SITE, allow=KEEPERS, returns=SiteWhole)
def one_site(actor: Actor, site_id: UUID) -> dict[str, Any]:
    """One site with its steps, its last days, and what I may do."""
    return sites.whole(actor, site_id)


@endpoint(blp, "PUT", SITE, allow=KEEPERS, body=SiteEdit, returns=SiteWhole, repeat=Repeat.LATEST)
def edit_site(actor: Actor, body: dict[str, Any], site_id: UUID) -> dict[str, Any]:
    """Correct an application that is a draft, or was sent back."""
    apply.edit(actor, site_id, **body)
    return sites.whole(actor, site_id)


@endpoint(blp, "POST", f"{SITE}/steps", allow=KEEPERS, body=SiteStepTaken, returns=SiteWhole)
def take_site_step(actor: Actor, body: dict[str, Any], site_id: UUID) -> dict[str, Any]:
    """Take it a step further: apply, check or return, approve or refuse, start, suspend, resume, finish."""
    apply.take_step(actor, site_id, **body)
    return sites.whole(actor, site_id)


@endpoint(blp, "POST", f"{SITE}/days", allow=KEEPERS, body=SiteDayWritten, returns=SiteDayKept, repeat=Repeat.LATEST)
def write_site_day(actor: Actor, body: dict[str, Any], site_id: UUID) -> dict[str, Any]:
    """Write a day down: who was there, whose temperature was high, whether it was disinfected."""
    kept = days.write(actor, site_id, **body)
    return {**sites.whole(actor, site_id), "recorded_at": kept.submitted_at}


@endpoint(blp, "GET", f"{SITE}/photos/<string:sha256>", allow=KEEPERS, query=SitePhotoSize, file=JPEG)
def photo_of_site(actor: Actor, query: dict[str, Any], site_id: UUID, sha256: str) -> Response:
    """A photo of one of its days that has arrived."""
    return picture(day_photos.read(actor, site_id, sha256, **query))


@endpoint(blp, "GET", f"{SITE}/history", allow=KEEPERS, query=PageQuery, returns=SiteHistoryPage)
def list_site_history(actor: Actor, query: dict[str, Any], site_id: UUID) -> dict[str, Any]:
    """What happened to it, the newest first."""
    return history.listed(actor, site_id, **query)
