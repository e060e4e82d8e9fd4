"""Metres east and north of the district's middle, and the same point on the globe and on a map's square."""

from math import asinh, cos, degrees, pi, radians, sin, sqrt, tan
from typing import Any

import numpy as np

LNG, LAT = 120.17, 30.29
METRES_PER_DEGREE = 111_320.0
#: of the square that maps are cut from
HALF_SQUARE = 20_037_508.342789244

Points = Any  # an array of x and y, or more columns that stay


def from_degrees(points: Points) -> Points:
    out = np.array(points, dtype=float)
    out[..., 0] = (out[..., 0] - LNG) * METRES_PER_DEGREE * cos(radians(LAT))
    out[..., 1] = (out[..., 1] - LAT) * METRES_PER_DEGREE
    return out


def to_degrees(points: Points) -> Points:
    out = np.array(points, dtype=float)
    out[..., 0] = out[..., 0] / (METRES_PER_DEGREE * cos(radians(LAT))) + LNG
    out[..., 1] = out[..., 1] / METRES_PER_DEGREE + LAT
    return out


def to_square(points: Points) -> Points:
    """Web Mercator, in its own metres."""
    out = to_degrees(points)
    out[..., 0] = out[..., 0] / 180 * HALF_SQUARE
    out[..., 1] = np.arcsinh(np.tan(np.radians(out[..., 1]))) / pi * HALF_SQUARE
    return out


def column_of(lng: float, z: int) -> float:
    return float((lng + 180) / 360 * 2**z)


def row_of(lat: float, z: int) -> float:
    return float((1 - asinh(tan(radians(lat))) / pi) / 2 * 2**z)


def to_globe() -> list[float]:
    """From east, north, up at the middle to the axes of the globe (WGS-84), column by column: a tileset's transform."""
    lng, lat = radians(LNG), radians(LAT)
    east = (-sin(lng), cos(lng), 0.0)
    north = (-sin(lat) * cos(lng), -sin(lat) * sin(lng), cos(lat))
    up = (cos(lat) * cos(lng), cos(lat) * sin(lng), sin(lat))
    radius, squashed = 6_378_137.0, 0.006_694_379_990_141_3
    across = radius / sqrt(1 - squashed * sin(lat) ** 2)
    at = (across * up[0], across * up[1], across * (1 - squashed) * sin(lat))
    return [*east, 0.0, *north, 0.0, *up, 0.0, *at, 1.0]


def span(points: Points) -> tuple[float, float, float, float]:
    """West, south, east and north in degrees."""
    there = to_degrees(points)
    low, high = there.min(axis=0), there.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def turned(points: Points, angle: float) -> Points:
    """Against the clock around the middle."""
    spin = np.array([[cos(angle), sin(angle)], [-sin(angle), cos(angle)]])
    return np.asarray(points, dtype=float) @ spin


def in_degrees(angle: float) -> float:
    return degrees(angle)
