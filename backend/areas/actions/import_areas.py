"""Taking a list of areas into the tree: all of it or nothing, and twice is like once."""

from collections.abc import Iterable

from sqlalchemy import insert, select

from backend.areas.actions.report import Report
from backend.areas.models import Area
from backend.areas.rules import levels, listing, paths
from backend.areas.rules.listing import Row
from backend.core.db import db
from backend.core.facts import record

#: What a list may change of an area that is known; the rest is its identity.
MAY_CHANGE = ("name_zh", "name_en", "valid_to", "successor_code")


def import_areas(text: str, *, dry_run: bool = False) -> Report:
    """Take in a CSV list; see `rules.listing` for its columns."""
    rows, faults = listing.read(text)
    return Report(faults=faults) if faults else take_in(rows, dry_run=dry_run)


def take_in(rows: list[Row], *, dry_run: bool = False) -> Report:
    """Add the rows that are new and change those that differ."""
    areas = {area.code: area for area in db.session.scalars(select(Area))}
    known = {code: _as_row(area) for code, area in areas.items()}
    if faults := listing.check(rows, known):
        return Report(faults=faults)
    new = [row for row in rows if row.code not in known]
    other = [row for row in rows if row.code in known and _changes(row) != _changes(known[row.code])]
    report = Report(added=len(new), changed=len(other), same=len(rows) - len(new) - len(other))
    if dry_run or not (new or other):
        return report
    if new:
        db.session.execute(insert(Area), _with_paths(new, {code: area.path for code, area in areas.items()}))
    for row in other:
        for name, value in _changes(row).items():
            setattr(areas[row.code], name, value)
    record("area.imported", ("area", (new or other)[0].code), data={"added": report.added, "changed": report.changed})
    return report


def _as_row(area: Area) -> Row:
    names = ("code", "level", "name_zh", "name_en", "parent_code", "valid_from", "valid_to", "successor_code")
    return Row(line=0, **{name: getattr(area, name) for name in names})


def _changes(row: Row) -> dict[str, object]:
    return {name: getattr(row, name) for name in MAY_CHANGE}


def _with_paths(rows: Iterable[Row], path_of: dict[str, str]) -> list[dict[str, object]]:
    """The rows as columns, parents first, each with the path that follows from its parent's."""
    found = []
    for row in sorted(rows, key=lambda row: levels.LEVELS.index(row.level)):
        above = path_of[row.parent_code] if row.parent_code else ""
        path_of[row.code] = paths.join(above, row.code)
        names = ("code", "level", "parent_code", "valid_from", *MAY_CHANGE)
        found.append({**{name: getattr(row, name) for name in names}, "path": path_of[row.code]})
    return found
