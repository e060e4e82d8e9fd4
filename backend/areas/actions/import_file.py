"""Taking in a file of areas: a list (CSV) or shapes (GeoJSON), told apart by its name."""

from pathlib import Path

from backend.areas.actions.import_areas import import_areas
from backend.areas.actions.import_shapes import import_shapes
from backend.areas.actions.report import Report
from backend.areas.rules.listing import Fault


def import_file(file: Path, *, dry_run: bool = False) -> Report:
    """Take in all of the file or, with faults or on a dry run, nothing."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        return Report(faults=[Fault(file.read_bytes().count(b"\n", 0, problem.start) + 1, "not UTF-8")])
    take = import_areas if file.suffix.lower() == ".csv" else import_shapes
    return take(text, dry_run=dry_run)
