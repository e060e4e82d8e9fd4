"""The addresses of cockpits and of one indicator."""

from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from backend.core.http.actor import Actor
from backend.core.http.endpoint import endpoint, roles
from backend.core.http.schema import page_of
from backend.indicators import policy
from backend.indicators.queries import cockpit, one, peers
from backend.indicators.schemas import cockpit as shapes

blp = Blueprint("cockpit", __name__, url_prefix="/api", description="Cockpits and the 179 indicators")

READERS = roles(*policy.READS)
INDICATOR = "/indicators/<string:code>"


@endpoint(blp, "GET", "/cockpit", allow=READERS, query=shapes.CockpitQuery, returns=shapes.CockpitWhole)
def show_cockpit(actor: Actor, query: dict[str, Any]) -> Response:
    """One place whole, to be kept until the ETag changes."""
    # By itself: a schema would take longer over the cards of a district than the database.
    body = orjson.dumps(cockpit.whole(actor, **query), default=float)
    return Response(body, mimetype="application/json")


@endpoint(blp, "GET", "/indicators", allow=READERS, returns=shapes.IndicatorDefinitions)
def list_indicators(_actor: Actor) -> dict[str, Any]:
    """What each of them means."""
    return {"items": one.definitions()}


@endpoint(blp, "GET", INDICATOR, allow=READERS, query=shapes.IndicatorAreaQuery, returns=shapes.IndicatorWhole)
def one_indicator(actor: Actor, query: dict[str, Any], code: str) -> dict[str, Any]:
    """What it means, and how it stands at a place."""
    return one.one(actor, code, **query)


@endpoint(blp, "GET", f"{INDICATOR}/series", allow=READERS, query=shapes.SeriesQuery, returns=shapes.IndicatorSeries)
def show_series(actor: Actor, query: dict[str, Any], code: str) -> dict[str, Any]:
    """Its figures over time, by its own periods or longer ones."""
    return one.series(actor, code, **query)


@endpoint(
    blp, "GET", f"{INDICATOR}/peers", allow=READERS, query=shapes.IndicatorAreaQuery, returns=shapes.IndicatorPeers
)
def show_peers(actor: Actor, query: dict[str, Any], code: str) -> dict[str, Any]:
    """Beside the areas of the same level under the same parent."""
    return peers.beside(actor, code, **query)


@endpoint(
    blp, "GET", f"{INDICATOR}/parts", allow=READERS, query=shapes.IndicatorAreaQuery, returns=shapes.IndicatorPeers
)
def show_parts(actor: Actor, query: dict[str, Any], code: str) -> dict[str, Any]:
    """In each of the areas just below."""
    return peers.below(actor, code, **query)


@endpoint(
    blp,
    "GET",
    f"{INDICATOR}/corrections",
    allow=READERS,
    query=shapes.CorrectionsQuery,
    returns=page_of(shapes.IndicatorCorrection),
)
def list_corrections(actor: Actor, query: dict[str, Any], code: str) -> dict[str, Any]:
    """What of its figures was corrected, the newest first."""
    return one.corrections(actor, code, **query)


@blp.after_request  # type: ignore[untyped-decorator]  # flask-smorest brings no types
def keep_until_changed(response: Response) -> Response:
    """Kept by the phone, and asked about each time: unchanged, nothing but a word comes back."""
    if request.method == "GET" and response.status_code == 200:
        response.headers["Cache-Control"] = "private, no-cache"
        response.add_etag()
        response.make_conditional(request)
    return response
