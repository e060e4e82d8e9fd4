"""The addresses of Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2), for a city's other apps."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, current_app, request
from flask_smorest import Blueprint
from marshmallow import ValidationError

from backend.core import clock
from backend.core.errors import Problem, refuse
from backend.core.http import incoming
from backend.core.http.endpoint import ANYONE, APPLICATION
from backend.core.http.openapi import Parameter
from backend.core.http.problems import language_asked
from backend.incidents.catalogue import reader as kinds
from backend.open311.actions import take as taking
from backend.open311.catalogue import reader
from backend.open311.queries import applications, jurisdictions, requests, services
from backend.open311.queries.requests import Reader
from backend.open311.routes.errors import JSON, XML
from backend.open311.routes.formats import both
from backend.open311.rules import attributes, moments, said
from backend.open311.schemas import georeport as shapes
from backend.open311.schemas.asked import Asked, RequestForm, RequestsQuery
from backend.uploads.rules import limits

blp = Blueprint("open311", __name__, url_prefix="/open311/v2", description="Open311 GeoReport v2, for other apps")

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
#: a photo, and the words beside it
MOST_BYTES = limits.MOST_BYTES + 1024 * 1024
ASKS: tuple[Parameter, ...] = ({"in": "query", "schema": Asked},)
ASKS_REQUESTS: tuple[Parameter, ...] = ({"in": "query", "schema": RequestsQuery},)
KEY: Parameter = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "format": "uuid"},
    "description": "a repeat is the same request, however late; tokens/{token} tells which",
}


@blp.after_request  # type: ignore[untyped-decorator]  # flask-smorest brings no types
def keep_private(response: Response) -> Response:
    """What a key opens is kept nowhere on the way; what everybody may read, for a minute."""
    is_public = request.method == "GET" and "api_key" not in request.args
    response.headers.setdefault("Cache-Control", "public, max-age=60" if is_public else "no-store")
    response.vary.add("Accept-Language")
    return response


@both(blp, "GET", "/discovery", allow=ANYONE, takes=ASKS, root="discovery", shows=shapes.DiscoveryShown())
def discovery() -> dict[str, Any]:
    """Where the endpoint is, in which formats, and how to get a key."""
    changeset, contact = reader.changeset(), current_app.config["OPEN311_CONTACT"]
    endpoint = {
        "specification": SPECIFICATION,
        "url": request.url_root.rstrip("/") + blp.url_prefix,
        "changeset": changeset,
        "type": "test" if current_app.config["DEMO"] else "production",
        "formats": [XML, JSON],
    }
    return {"changeset": changeset, "contact": contact, "key_service": contact, "endpoints": [endpoint]}


@both(blp, "GET", "/services", allow=ANYONE, takes=ASKS, root="services", shows=shapes.ServiceShown(many=True))
def list_services() -> list[dict[str, Any]]:
    """What can be reported."""
    _reader(_asked(Asked, request.args))
    return services.listed(language_asked())


@both(
    blp,
    "GET",
    "/services/<string:service_code>",
    allow=ANYONE,
    takes=ASKS,
    root="service_definition",
    shows=shapes.ServiceDefinition(),
)
def define_service(service_code: str) -> dict[str, Any]:
    """What else is asked of a kind."""
    _reader(_asked(Asked, request.args))
    return services.definition(service_code, language_asked())


@both(
    blp,
    "POST",
    "/requests",
    allow=APPLICATION,
    form=RequestForm,
    takes=(KEY,),
    root="service_requests",
    shows=shapes.RequestTaken(many=True),
)
def post_request() -> list[dict[str, Any]]:
    """Report, by the api_key of an application; photos as the files `media` of a multipart form."""
    form, photos = incoming.form(most=MOST_BYTES, files="media")
    application = applications.by_key(form.get("api_key"))
    asked = _asked(RequestForm, form)
    sent = taking.Sent(asked, attributes.given(form.items(multi=True)), photos, _token())
    incident = taking.take(application, sent, secret=current_app.config["CONTACT_SECRET"])
    notice = said.notice(language_asked(), urgent=kinds.one(incident.category_code).urgent)
    return [{"service_request_id": incident.number, "service_notice": notice, "account_id": asked["account_id"]}]


@both(
    blp,
    "GET",
    "/requests",
    allow=ANYONE,
    takes=ASKS_REQUESTS,
    root="service_requests",
    shows=shapes.RequestShown(many=True),
)
def list_requests() -> list[dict[str, Any]]:
    """What was reported, the newest first; to an application its own as it told it."""
    asked = _asked(RequestsQuery, request.args)
    between = moments.span(asked["start_date"], asked["end_date"], clock.now())
    pages = {"page": asked["page"], "page_size": asked["page_size"]}
    which = {"numbers": asked["service_request_id"], "kinds": asked["service_code"], "statuses": asked["status"]}
    return requests.listed(_reader(asked), **which, between=between, **pages)


@both(
    blp,
    "GET",
    "/requests/<string:service_request_id>",
    allow=ANYONE,
    takes=ASKS,
    root="service_requests",
    shows=shapes.RequestShown(many=True),
)
def one_request(service_request_id: str) -> list[dict[str, Any]]:
    """How one stands."""
    return requests.one(_reader(_asked(Asked, request.args)), service_request_id)


@both(
    blp,
    "GET",
    "/tokens/<string:token>",
    allow=ANYONE,
    takes=ASKS,
    root="service_requests",
    shows=shapes.TokenShown(many=True),
)
def request_of_token(token: str) -> list[dict[str, Any]]:
    """Which request it was that was sent with this Idempotency-Key."""
    _reader(_asked(Asked, request.args))
    return [{"service_request_id": requests.of_token(_uuid(token) or refuse("open311.token_unknown")), "token": token}]


def _asked(shape: type[Asked], given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = shape().load(given)
    except ValidationError as error:
        raise Problem("request.invalid", errors=error.messages) from error
    return loaded


def _reader(asked: Mapping[str, Any]) -> Reader:
    """Everybody, where no key is said."""
    application = applications.by_key(asked["api_key"]) if asked["api_key"] else None
    return Reader(application, language_asked(), jurisdictions.path_of(asked["jurisdiction_id"]))


def _token() -> UUID | None:
    given = request.headers.get("Idempotency-Key")
    return None if given is None else _uuid(given) or refuse("idempotency.malformed")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
