"""Drawing what nobody has drawn: an area's shape is split among those below it, and marked as schematic."""

from shapely import MultiPolygon, Polygon, unary_union
from shapely.geometry import shape

from backend.areas import queries
from backend.areas.actions.in_use import is_in_use
from backend.areas.models import Area
from backend.areas.rules import outlines, voronoi
from backend.areas.rules.outlines import Outline

SCHEMATIC = "schematic"
#: Of the parent's area: less than that left free is a crack between shapes and no place for anybody.
ROOM = 0.02


def draw_children(parent: Area) -> int:
    """How many were drawn. Surveyed shapes stay, and so do schematic ones that something refers to already."""
    children = queries.children(parent.code)
    undrawn = [child for child in children if child.geom is None]
    if parent.geom is None or not undrawn:
        return 0
    kept = [child for child in children if child.geom is not None]
    loose = [child for child in kept if child.geom_source == SCHEMATIC]
    if loose and not is_in_use(loose):
        undrawn, kept = sorted([*undrawn, *loose], key=lambda child: child.code), [c for c in kept if c not in loose]
    return _split(parent, undrawn, around=kept)


def redraw_children(parent: Area) -> int:
    """All of them anew, whoever asks has made sure that nothing refers to them."""
    children = queries.children(parent.code)
    return _split(parent, children, around=[]) if parent.geom is not None and children else 0


def _split(parent: Area, children: list[Area], *, around: list[Area]) -> int:
    whole = shape(parent.geom or {})
    free = whole.difference(unary_union([shape(child.geom or {}) for child in around]))
    pieces = [piece for piece in getattr(free, "geoms", [free]) if piece.area > whole.area * ROOM / 2]
    if sum(piece.area for piece in pieces) < whole.area * ROOM:
        return 0
    room: Polygon | MultiPolygon = pieces[0] if len(pieces) == 1 else MultiPolygon(pieces)
    for child, cell in zip(children, voronoi.split(room, len(children)), strict=True):
        child.draw(outlines.columns(Outline(0, child.code, cell, SCHEMATIC)))
    return len(children)
