"""The addresses of lists on their way into the register: sent, looked at, taken in or let go."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http import incoming
from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint
from backend.core.http.files import download
from backend.core.http.schema import PageQuery
from backend.volunteers.actions.importing import forget, send, take_in
from backend.volunteers.queries import imports
from backend.volunteers.routes.register import KEEPERS
from backend.volunteers.rules.import_life import MOST_BYTES
from backend.volunteers.schemas.register_lists import (
    LinePage,
    LinesQuery,
    ListPage,
    ListSent,
    ListShown,
    ReportQuery,
    TakeIn,
)

blp = Blueprint("register_lists", __name__, url_prefix="/api/volunteers/imports", description="Lists of volunteers")

BYTES, CSV = "application/octet-stream", "text/csv"


@endpoint(blp, "POST", "", allow=KEEPERS, query=ListSent, raw=BYTES, returns=ListShown, status=202, repeat=Repeat.BY_ID)
def send_list(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Send a list as .xlsx, .xls, .ods, text or JSON (64 MB at most). Nothing is taken in yet."""
    data, _ = incoming.read(most=MOST_BYTES)
    send.send(actor, data, **query)
    return imports.one(actor, query["id"])


@endpoint(blp, "GET", "", allow=KEEPERS, query=PageQuery, returns=ListPage)
def list_lists(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """What I sent, the newest first."""
    return imports.listed(actor, **query)


@endpoint(blp, "GET", "/<uuid:import_id>", allow=KEEPERS, returns=ListShown)
def one_list(actor: Actor, import_id: UUID) -> dict[str, Any]:
    """How far it is, and what would become of its lines."""
    return imports.one(actor, import_id)


@endpoint(blp, "GET", "/<uuid:import_id>/lines", allow=KEEPERS, query=LinesQuery, returns=LinePage)
def lines_of_list(actor: Actor, query: dict[str, Any], import_id: UUID) -> dict[str, Any]:
    """Its lines, each with what is wrong or would change."""
    return imports.lines(actor, import_id, **query)


@endpoint(blp, "GET", "/<uuid:import_id>/report.csv", allow=KEEPERS, query=ReportQuery, file=CSV)
def report_of_list(actor: Actor, query: dict[str, Any], import_id: UUID) -> Response:
    """The lines that are refused, similar, repeated or corrected, as a file."""
    return download(imports.report(actor, import_id, **query), CSV, "import-report.csv")


@endpoint(blp, "POST", "/<uuid:import_id>/take-in", allow=KEEPERS, body=TakeIn, returns=ListShown, status=202)
def take_list_in(actor: Actor, body: dict[str, Any], import_id: UUID) -> dict[str, Any]:
    """Take its lines in, in the background."""
    take_in.confirm(actor, import_id, **body)
    return imports.one(actor, import_id)


@endpoint(blp, "DELETE", "/<uuid:import_id>", allow=KEEPERS, status=204)
def forget_list(actor: Actor, import_id: UUID) -> None:
    """Let it go: its lines are destroyed."""
    forget.forget(actor, import_id)
