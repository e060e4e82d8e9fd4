"""The addresses at which figures come in: by a list, and from other programs."""

from typing import Any

from flask import request
from flask_smorest import Blueprint

from backend.core.http import sheets
from backend.core.http.actor import Actor
from backend.core.http.endpoint import APPLICATION, Repeat, endpoint, roles
from backend.core.http.openapi import Parameter
from backend.core.sheets.read import read
from backend.indicators import policy
from backend.indicators.actions import feed, import_list
from backend.indicators.queries import feeds
from backend.indicators.rules.columns import HEADERS
from backend.indicators.schemas.readings import FedReadings, FedReport, ReadingsImport, ReadingsReport

blp = Blueprint("readings", __name__, url_prefix="/api", description="Figures of indicators coming in")

KEEPERS = roles(policy.KEEPS)
KEY: Parameter = {
    "in": "header",
    "name": "X-Api-Key",
    "required": False,
    "schema": {"type": "string"},
    "description": "of a feed",
}


@endpoint(
    blp, "POST", "/readings/import/sheet", allow=KEEPERS, upload=True, returns=sheets.SheetsShown, repeat=Repeat.READS
)
def read_readings_sheet(_actor: Actor, data: bytes) -> dict[str, Any]:
    """Read an .xlsx, .xls, .ods or .csv (2 MB at most); nothing is kept."""
    return sheets.shown(read(data), HEADERS)


@endpoint(blp, "POST", "/readings/import", allow=KEEPERS, body=ReadingsImport, returns=ReadingsReport)
def import_readings(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Take in figures of the own subtree: every row, or none and a report by line."""
    return import_list.import_list(actor, **body)


@endpoint(
    blp,
    "POST",
    "/feed/readings",
    allow=APPLICATION,
    body=FedReadings,
    returns=FedReport,
    takes=(KEY,),
    repeat=Repeat.LATEST,
)
def feed_readings(_actor: None, body: dict[str, Any]) -> dict[str, Any]:
    """Send figures by the key of a feed; each is taken by itself, and sent again it is the same."""
    return feed.feed(feeds.by_key(request.headers.get("X-Api-Key")), body["readings"])
