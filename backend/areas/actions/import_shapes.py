"""Drawing areas: taking their shapes from GeoJSON, all of them or none."""

from sqlalchemy import select

from backend.areas import policy
from backend.areas.actions.report import Report
from backend.areas.models import Area
from backend.areas.rules import outlines
from backend.areas.rules.listing import Fault
from backend.areas.rules.outlines import Outline
from backend.core.db import db
from backend.core.facts import record
from backend.core.http.actor import Actor


def import_shapes(text: str, *, dry_run: bool = False) -> Report:
    """Take in a FeatureCollection whose features name their area by `properties.code`."""
    drawn, faults = outlines.read(text)
    return Report(faults=faults) if faults else draw(drawn, dry_run=dry_run)


def import_own_shapes(actor: Actor, text: str, *, dry_run: bool) -> Report:
    """The same inside the subtree that the actor keeps; what lies outside is unknown to him."""
    drawn, faults = outlines.read(text)
    if faults or not drawn:
        return Report(faults=faults or [Fault(1, "there is no feature in it", outlines.NO_FEATURE)])
    return draw(drawn, actor=actor, dry_run=dry_run)


def draw(drawn: list[Outline], *, actor: Actor | None = None, dry_run: bool = False) -> Report:
    """Give areas their shapes; what is drawn like this already stays untouched."""
    query = select(Area).where(Area.code.in_([each.code for each in drawn]))
    if actor is not None:
        query = query.where(policy.within(list(actor.paths_as(policy.KEEPS_TREE))))
    known = {area.code: area for area in db.session.scalars(query)}
    if faults := [_unknown(each) for each in drawn if each.code not in known]:
        return Report(faults=faults)
    report = Report()
    for each in drawn:
        _compare(known[each.code], each, report, write=not dry_run)
    if (report.added or report.changed) and not dry_run:
        data = {"added": report.added, "changed": report.changed}
        paths = [known[each.code].path for each in drawn]
        record("area.drawn", ("area", drawn[0].code), actor=actor, paths=paths if actor else None, data=data)
    return report


def _unknown(drawn: Outline) -> Fault:
    return Fault(drawn.line, f"area {drawn.code} is unknown", f"没有区划 {drawn.code}")


def _compare(area: Area, drawn: Outline, report: Report, *, write: bool) -> None:
    columns = outlines.columns(drawn)
    if (area.geom, area.geom_source) == (columns["geom"], columns["geom_source"]):
        report.same += 1
        return
    report.added += area.geom is None
    report.changed += area.geom is not None
    if write:
        area.draw(columns)
