"""The addresses of lists of areas and of their shapes."""

from typing import Any

from flask_smorest import Blueprint

from backend.areas.actions import import_list as listing
from backend.areas.actions.import_shapes import import_own_shapes
from backend.areas.routes.areas import KEEPS
from backend.areas.rules.area_columns import HEADERS
from backend.areas.schemas.lists import AreasImport, AreasReport, ShapesImport, ShapesReport
from backend.core.http import sheets
from backend.core.http.actor import Actor
from backend.core.http.endpoint import Repeat, endpoint
from backend.core.sheets.fault import Fault, shown
from backend.core.sheets.read import read

blp = Blueprint("area_lists", __name__, url_prefix="/api/areas", description="Lists of areas and of their shapes")


@endpoint(blp, "POST", "/import/sheet", allow=KEEPS, upload=True, returns=sheets.SheetsShown, repeat=Repeat.READS)
def read_areas_sheet(_actor: Actor, data: bytes) -> dict[str, Any]:
    """Read an .xlsx, .xls, .ods or .csv (2 MB at most); nothing is kept."""
    return sheets.shown(read(data), HEADERS, instead={"parent": "name_zh"})


@endpoint(blp, "POST", "/import", allow=KEEPS, body=AreasImport, returns=AreasReport)
def import_areas(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Let the tree grow below an area of the own subtree: every row, or none and a report by line."""
    return listing.import_list(actor, **body)


@endpoint(blp, "POST", "/shapes", allow=KEEPS, body=ShapesImport, returns=ShapesReport)
def import_shapes(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Draw areas of the own subtree by GeoJSON (WGS-84): all of them, or none and a report by line."""
    report = import_own_shapes(actor, body["geojson"], dry_run=body["dry_run"])
    faults = [Fault(one.line, None, "area.shape", {"zh": one.zh, "en": one.what}) for one in report.faults]
    counts = {name: getattr(report, name) for name in ("added", "changed", "same")}
    return {"dry_run": body["dry_run"], **counts, "errors": shown(faults)}
