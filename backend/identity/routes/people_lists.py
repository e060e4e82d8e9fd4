"""The addresses of lists of people: a sheet read, a template, a list taken in."""

from typing import Any

from flask_smorest import Blueprint
from werkzeug.wrappers import Response

from backend.core.http import sheets
from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint
from backend.core.http.files import XLSX, download
from backend.core.sheets.read import read
from backend.identity.actions.importing import take_in
from backend.identity.queries import template
from backend.identity.routes.people import KEEPS
from backend.identity.rules.people_columns import HEADERS
from backend.identity.schemas.importing import ImportReport, PeopleImport, TemplateQuery

blp = Blueprint("people_lists", __name__, url_prefix="/api/people/import", description="Lists of people")


@endpoint(blp, "POST", "/sheet", allow=KEEPS, upload=True, returns=sheets.SheetsShown, repeat=Repeat.READS)
def read_people_sheet(_actor: Actor, data: bytes) -> dict[str, Any]:
    """Read an .xlsx, .xls, .ods or .csv (2 MB at most); nothing is kept."""
    return sheets.shown(read(data), HEADERS)


@endpoint(blp, "GET", "/template.xlsx", allow=KEEPS, query=TemplateQuery, file=XLSX)
def people_template(actor: Actor, query: dict[str, Any]) -> Response:
    """An empty list to fill in, with the roles to choose from and the codes of the own subtree."""
    return download(template.workbook(actor, **query), XLSX, template.NAMES[query["language"]])


@endpoint(blp, "POST", "", allow=KEEPS, body=PeopleImport, returns=ImportReport, repeat=Repeat.SECRET)
def import_people(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Add and correct people by a list: all of them, or none and a report by line."""
    how = {"existing": body["existing"], "dry_run": body["dry_run"]}
    if "csv" in body:
        return take_in.import_text(actor, body["csv"], **how)
    return take_in.import_rows(actor, body["columns"], body["rows"], **how)
