"""Splits a polygon into a given number of round cells, always the same ones for the same input."""

from itertools import islice
from math import cos, radians

import numpy as np
from shapely import (
    MultiPoint,
    MultiPolygon,
    Polygon,
    affinity,
    contains_xy,
    set_precision,
    unary_union,
    voronoi_polygons,
)
from shapely.geometry.base import BaseGeometry

#: Rounds of moving each seed to the middle of its cell; cells hardly change after that.
ROUNDS = 25
#: Degrees: about 1 cm, so that the last bits of a floating-point result never reach the output.
GRID = 1e-7

Shape = Polygon | MultiPolygon


def split(shape: Shape, parts: int) -> list[Shape]:
    """Cells that fill the shape (WGS-84 degrees), numbered west to east, then north to south."""
    if parts < 1:
        raise ValueError("a shape is split into at least one part")
    if parts == 1:
        return [shape]
    stretch = cos(radians(shape.centroid.y))
    flat = affinity.scale(shape, xfact=stretch, origin=(0, 0))
    cells = _cells(flat, _seeds(flat, parts))
    for _ in range(ROUNDS):
        cells = _cells(flat, [_middle(cell) for cell in cells])
    back = (affinity.scale(cell, xfact=1 / stretch, origin=(0, 0)) for cell in _joined(cells))
    return sorted(map(_rounded, back), key=_reading_order)


def _seeds(shape: Shape, count: int) -> list[tuple[float, float]]:
    """The first points of a Halton sequence that fall inside: spread out, and no random numbers."""
    west, south, east, north = shape.bounds
    found: list[tuple[float, float]] = []
    index = 1
    while len(found) < count:
        x = west + _halton(index, 2) * (east - west)
        y = south + _halton(index, 3) * (north - south)
        if contains_xy(shape, x, y):
            found.append((x, y))
        index += 1
    return found


def _halton(index: int, base: int) -> float:
    value, share = 0.0, 1.0
    while index:
        share /= base
        value += share * (index % base)
        index //= base
    return value


def _cells(shape: Shape, seeds: list[tuple[float, float]]) -> list[BaseGeometry]:
    diagram = voronoi_polygons(MultiPoint(seeds), extend_to=shape, ordered=True)
    return [cell.intersection(shape) for cell in diagram.geoms]


def _middle(cell: BaseGeometry) -> tuple[float, float]:
    """The centroid, unless the cell bends around it (a hole, a horseshoe)."""
    middle = cell.centroid
    if not cell.contains(middle):
        middle = cell.representative_point()
    return middle.x, middle.y


def _joined(cells: list[BaseGeometry]) -> list[BaseGeometry]:
    """A piece cut off from its cell goes to the neighbour it shares most border with."""
    parts = [sorted(getattr(cell, "geoms", [cell]), key=lambda part: -part.area) for cell in cells]
    whole = [pieces[0] for pieces in parts]
    for pieces in parts:
        for piece in islice(pieces, 1, None):
            borders = np.array([piece.intersection(cell).length for cell in whole])
            nearest = int(borders.argmax())
            whole[nearest] = unary_union([whole[nearest], piece])
    return whole


def _rounded(cell: BaseGeometry) -> Shape:
    """On the grid, but free of it: a geometry that keeps its grid size bends whatever it meets."""
    rounded = set_precision(set_precision(cell, GRID), 0)
    assert isinstance(rounded, Polygon | MultiPolygon)
    return rounded


def _reading_order(cell: BaseGeometry) -> tuple[float, float]:
    return round(cell.centroid.x, 7), -round(cell.centroid.y, 7)
