"""The addresses of a site's workers: listed, taken in by a table, cleared one by one or all at once."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from backend.core.http import incoming
from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint
from backend.sites.actions import clear, remove, workers
from backend.sites.queries import sites
from backend.sites.queries import workers as listed
from backend.sites.routes.sites import KEEPERS
from backend.sites.schemas.sites import SiteWhole
from backend.sites.schemas.workers import (
    NewSiteWorker,
    SiteClearMany,
    SiteCode,
    SiteListQuery,
    SiteListReport,
    SiteWorkerPage,
    SiteWorkerRemoved,
    SiteWorkerShown,
    SiteWorkersQuery,
)

blp = Blueprint(
    "site_workers", __name__, url_prefix="/api/sites/<uuid:site_id>/workers", description="Workers of a site"
)

MOST_BYTES = 2 * 1024 * 1024


@endpoint(blp, "GET", "", allow=KEEPERS, query=SiteWorkersQuery, returns=SiteWorkerPage)
def list_site_workers(actor: Actor, query: dict[str, Any], site_id: UUID) -> dict[str, Any]:
    """Who wants to work there, and how each stands; names and numbers are masked."""
    return listed.listed(actor, site_id, **query)


@endpoint(blp, "POST", "", allow=KEEPERS, body=NewSiteWorker, returns=SiteWorkerShown, status=201, repeat=Repeat.BY_ID)
def add_site_worker(actor: Actor, body: dict[str, Any], site_id: UUID) -> dict[str, Any]:
    """Put somebody on the list."""
    return listed.shown(workers.add(actor, site_id, **body))


@endpoint(
    blp,
    "POST",
    "/import",
    allow=KEEPERS,
    query=SiteListQuery,
    raw="application/octet-stream",
    returns=SiteListReport,
    repeat=Repeat.LATEST,
)
def import_site_workers(actor: Actor, query: dict[str, Any], site_id: UUID) -> dict[str, Any]:
    """Take a list in as .xlsx, .xls, .ods or .csv (2 MB at most): every line or none; a dry run says what would be."""
    data, _ = incoming.read(most=MOST_BYTES)
    return workers.take_in(actor, site_id, data, **query)


@endpoint(blp, "POST", "/clear", allow=KEEPERS, body=SiteClearMany, returns=SiteWhole)
def clear_site_workers(actor: Actor, body: dict[str, Any], site_id: UUID) -> dict[str, Any]:
    """Clear many by their colours on record: green passes, the others are refused by name."""
    clear.by_record(actor, site_id, **body)
    return sites.whole(actor, site_id)


@endpoint(
    blp,
    "POST",
    "/<uuid:worker_id>/clear",
    allow=KEEPERS,
    body=SiteCode,
    returns=SiteWorkerShown,
    repeat=Repeat.LATEST,
)
def clear_site_worker(actor: Actor, body: dict[str, Any], site_id: UUID, worker_id: UUID) -> dict[str, Any]:
    """Clear one by the code that he shows."""
    return listed.shown(clear.by_code(actor, site_id, worker_id, **body))


@endpoint(
    blp,
    "PUT",
    "/<uuid:worker_id>/removal",
    allow=KEEPERS,
    body=SiteWorkerRemoved,
    returns=SiteWhole,
    repeat=Repeat.LATEST,
)
def remove_site_worker(actor: Actor, body: dict[str, Any], site_id: UUID, worker_id: UUID) -> dict[str, Any]:
    """Take somebody off the list, with the reason."""
    remove.remove(actor, site_id, worker_id, **body)
    return sites.whole(actor, site_id)


@endpoint(blp, "DELETE", "/<uuid:worker_id>/removal", allow=KEEPERS, returns=SiteWhole, repeat=Repeat.LATEST)
def bring_site_worker_back(actor: Actor, site_id: UUID, worker_id: UUID) -> dict[str, Any]:
    """The finger slipped: within ten minutes he stands there as he was."""
    remove.bring_back(actor, site_id, worker_id)
    return sites.whole(actor, site_id)
