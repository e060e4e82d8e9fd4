"""The demo district's areas and shapes: streets from data, communities and grids computed from them."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from shapely import Polygon, unary_union

from backend.areas.rules import levels, listing, outlines, voronoi
from backend.areas.rules.listing import Row
from backend.areas.rules.outlines import Outline
from backend.areas.rules.voronoi import Shape

DATA = Path(__file__).parent / "data"
GRIDS = 420
SOURCE = "schematic"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Geography:
    """Rows, parents first, and a shape for each."""

    rows: list[Row]
    shapes: dict[str, Shape]

    def codes(self, *of_levels: str) -> list[str]:
        return [row.code for row in self.rows if row.level in of_levels]

    def row(self, code: str) -> Row:
        return next(row for row in self.rows if row.code == code)

    def outlines(self) -> list[Outline]:
        return [Outline(0, code, shape, SOURCE) for code, shape in self.shapes.items()]


def read() -> Geography:
    rows = _good(listing.read((DATA / "areas.csv").read_text(encoding="utf-8")))
    drawn = _good(outlines.read((DATA / "streets.geojson").read_text(encoding="utf-8")))
    shapes: dict[str, Shape] = {outline.code: outline.shape for outline in drawn}
    shapes |= _districts(rows, shapes)
    shapes |= _communities(rows, shapes)
    grids = _grids(rows, shapes)
    return Geography([*rows, *(row for row, _ in grids)], shapes | {row.code: shape for row, shape in grids})


def _good(read: tuple[list[T], list[listing.Fault]]) -> list[T]:
    found, faults = read
    assert not faults, faults
    return found


def _districts(rows: list[Row], shapes: dict[str, Shape]) -> dict[str, Shape]:
    """A district is what its streets cover."""
    streets = [row for row in rows if row.level == levels.STREET]
    return {
        district: _as_shape(unary_union([shapes[street.code] for street in inside]))
        for district, inside in groupby(streets, key=lambda row: row.parent_code or "")
    }


def _communities(rows: list[Row], shapes: dict[str, Shape]) -> dict[str, Shape]:
    """Nobody drew the communities: each street is split among them, in the order of their codes, around its parks."""
    found: dict[str, Shape] = {}
    for street in (row for row in rows if row.level == levels.STREET):
        below = [row for row in rows if row.parent_code == street.code]
        parks = unary_union([shapes[row.code] for row in below if row.level == levels.PARK])
        communities = sorted(row.code for row in below if row.level == levels.COMMUNITY)
        free = _as_shape(shapes[street.code].difference(parks))
        found |= zip(communities, voronoi.split(free, len(communities)), strict=True)
    return found


def _grids(rows: list[Row], shapes: dict[str, Shape]) -> list[tuple[Row, Shape]]:
    """As many for each community and park; the largest have one more."""
    parents = [row for row in rows if row.level in {levels.COMMUNITY, levels.PARK}]
    share, left = divmod(GRIDS, len(parents))
    by_size = sorted(parents, key=lambda row: (-shapes[row.code].area, row.code))
    larger = {row.code for row in by_size[:left]}
    return [
        (_grid(parent, number), shape)
        for parent in parents
        for number, shape in enumerate(voronoi.split(shapes[parent.code], share + (parent.code in larger)), start=1)
    ]


def _grid(parent: Row, number: int) -> Row:
    return Row(
        line=0,
        code=f"{parent.code}{number:03}",
        level=levels.GRID,
        name_zh=f"{parent.name_zh}第{number}网格",
        name_en=f"{parent.name_en} Grid {number}",
        parent_code=parent.code,
        valid_from=parent.valid_from,
    )


def _as_shape(geometry: object) -> Shape:
    assert isinstance(geometry, Polygon)
    return geometry
