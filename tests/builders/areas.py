"""Plants small trees of areas."""

from datetime import date

from sqlalchemy import select

from backend.areas.actions.import_areas import take_in
from backend.areas.actions.import_shapes import draw
from backend.areas.models import Area
from backend.areas.rules.levels import LEVELS
from backend.areas.rules.listing import Row
from backend.areas.rules.outlines import Outline
from backend.core.db import db

#: code length → level; a park's code is as long as a community's
LEVEL = {6: "district", 9: "street", 12: "community", 15: "grid"}
BEGIN = date(2019, 1, 1)


def plant(*codes: str, parks: tuple[str, ...] = ()) -> dict[str, Area]:
    """Add areas whose codes say their levels and parents; named after their codes."""
    rows = [_row(code, "park" if code in parks else LEVEL[len(code)]) for code in (*codes, *parks)]
    report = take_in(sorted(rows, key=lambda row: LEVELS.index(row.level)))
    assert not report.faults, report.faults
    return {area.code: area for area in db.session.scalars(select(Area))}


def _row(code: str, level: str) -> Row:
    parent = code[:-3] if len(code) > 6 else None
    return Row(
        line=int(code),
        code=code,
        level=level,
        name_zh=f"区划{code}",
        name_en=f"Area {code}",
        parent_code=parent,
        valid_from=BEGIN,
    )


def shaped(code: str, polygon: object) -> None:
    """Draw an area."""
    report = draw([Outline(1, code, polygon, "schematic")])  # type: ignore[arg-type]  # any shapely polygon
    assert not report.faults, report.faults
