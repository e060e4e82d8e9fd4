"""Drawing areas: taking their shapes from GeoJSON, all of them or none."""

from sqlalchemy import select

from backend.areas.actions.report import Report
from backend.areas.models import Area
from backend.areas.rules import outlines
from backend.areas.rules.listing import Fault
from backend.areas.rules.outlines import Outline
from backend.core.db import db
from backend.core.facts import record


def import_shapes(text: str, *, dry_run: bool = False) -> Report:
    """Take in a FeatureCollection whose features name their area by `properties.code`."""
    drawn, faults = outlines.read(text)
    return Report(faults=faults) if faults else draw(drawn, dry_run=dry_run)


def draw(drawn: list[Outline], *, dry_run: bool = False) -> Report:
    """Give areas their shapes; what is drawn like this already stays untouched."""
    query = select(Area).where(Area.code.in_([each.code for each in drawn]))
    known = {area.code: area for area in db.session.scalars(query)}
    if faults := [Fault(each.line, f"area {each.code} is unknown") for each in drawn if each.code not in known]:
        return Report(faults=faults)
    report = Report()
    for each in drawn:
        _compare(known[each.code], each, report, write=not dry_run)
    if (report.added or report.changed) and not dry_run:
        record("area.drawn", ("area", drawn[0].code), data={"added": report.added, "changed": report.changed})
    return report


def _compare(area: Area, drawn: Outline, report: Report, *, write: bool) -> None:
    columns = outlines.columns(drawn)
    if (area.geom, area.geom_source) == (columns["geom"], columns["geom_source"]):
        report.same += 1
        return
    report.added += area.geom is None
    report.changed += area.geom is not None
    if write:
        area.draw(columns)
