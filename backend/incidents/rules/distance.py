"""How far two points are apart, near enough for a street."""

from math import asin, cos, radians, sin, sqrt
from typing import Any

EARTH_M = 6_371_008.8
#: metres of one degree of latitude
DEGREE_M = 111_195.0


def metres(lng: float, lat: float, other_lng: float, other_lat: float) -> float:
    """Along the great circle."""
    half_lat, half_lng = radians(other_lat - lat) / 2, radians(other_lng - lng) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half_lng) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, chord)))


def box(lng: float, lat: float, radius_m: float) -> tuple[float, float, float, float]:
    """West, south, east, north of everything that is so near; near the poles, all the way round."""
    north = radius_m / DEGREE_M
    east = north / max(cos(radians(min(89.9, abs(lat) + north))), 1e-6)
    return lng - east, lat - north, lng + east, lat + north


def seen_from(lng: float | None, lat: float | None, place: dict[str, Any] | None) -> dict[str, Any]:
    """Where somebody stood, and how far from the case that is."""
    if place is None:
        return {}
    if lng is None or lat is None:
        return {"place": place, "distance_m": None}
    return {"place": place, "distance_m": round(metres(lng, lat, place["lng_wgs84"], place["lat_wgs84"]), 1)}
