"""What a commander may draw: a simple closed polygon, or a circle of a sensible size, in WGS-84 degrees."""

from collections.abc import Mapping
from math import cos, pi, radians, sin
from typing import Any, NamedTuple

from shapely import Polygon, is_valid_reason
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from backend.core.errors import refuse

MAX_VERTICES = 1_000
MIN_RADIUS_M = 10
MAX_RADIUS_M = 20_000
#: a circle is drawn as a polygon of this many sides, outside the true one nowhere by more than 0.1 %
SIDES = 72
METRES_PER_DEGREE = 111_320.0
FEWEST_POINTS = 4
#: Borders are drawn by hand: less than this share beyond one is on it.
_SLIVER = 0.001


class Box(NamedTuple):
    """Degrees."""

    west: float
    south: float
    east: float
    north: float


def shape_of(polygon: Mapping[str, Any] | None, circle: Mapping[str, Any] | None) -> BaseGeometry | None:
    """The drawn place, None where nothing was drawn."""
    drawn = [_polygon(polygon)] if polygon else []
    drawn += [_circle(circle)] if circle else []
    return unary_union(drawn) if drawn else None


def kept(polygon: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A drawn polygon (one that `shape_of` took) as an order keeps it: its positions, and nothing sent along."""
    if not polygon:
        return None
    return {"type": "Polygon", "coordinates": [[point[:2] for point in ring] for ring in polygon["coordinates"]]}


def share_outside(drawn: BaseGeometry, home: BaseGeometry | None) -> float:
    """How much of the drawing lies outside, 0 to 1; nobody knows where nothing was drawn, and then it is 0."""
    if home is None:
        return 0.0
    outside = 1 - drawn.intersection(home).area / drawn.area
    return 0.0 if outside < _SLIVER else 1.0 if outside > 1 - _SLIVER else float(outside)


def box_of(shape: BaseGeometry) -> Box:
    return Box(*shape.bounds)


def _polygon(given: Mapping[str, Any]) -> Polygon:
    rings = given.get("coordinates")
    if given.get("type") != "Polygon" or not isinstance(rings, list) or not rings:
        refuse("target.polygon_malformed")
    points = [_ring(ring) for ring in rings]
    if sum(map(len, points)) > MAX_VERTICES:
        refuse("target.polygon_too_many_points", limit=MAX_VERTICES)
    for ring in points:
        if len(ring) < FEWEST_POINTS or ring[0] != ring[-1]:
            refuse("target.polygon_open")
    shape = Polygon(points[0], points[1:])
    if not shape.is_valid or shape.area == 0:
        refuse("target.polygon_invalid", reason=is_valid_reason(shape))
    return shape


def _ring(ring: Any) -> list[tuple[float, float]]:
    if not isinstance(ring, list) or not all(_is_position(point) for point in ring):
        refuse("target.polygon_malformed")
    return [(float(point[0]), float(point[1])) for point in ring]


def _is_position(point: Any) -> bool:
    if not isinstance(point, list) or len(point) < 2:
        return False
    lng, lat = point[:2]
    numbers = all(isinstance(number, int | float) and not isinstance(number, bool) for number in (lng, lat))
    return numbers and abs(lng) <= 180 and abs(lat) <= 90


def _circle(given: Mapping[str, Any]) -> Polygon:
    lng, lat, radius = given["lng"], given["lat"], given["radius_m"]
    if not MIN_RADIUS_M <= radius <= MAX_RADIUS_M:
        refuse("target.radius_out_of_bounds", least=MIN_RADIUS_M, most=MAX_RADIUS_M)
    up = radius / METRES_PER_DEGREE
    aside = up / max(cos(radians(lat)), 0.01)
    turns = (2 * pi * side / SIDES for side in range(SIDES))
    return Polygon([(lng + aside * cos(turn), lat + up * sin(turn)) for turn in turns])
