"""What a GeoJSON file says about the shapes of areas, and line by line what is wrong with it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shapely import MultiPolygon, Polygon, is_valid_reason
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape

from backend.areas.rules.listing import Fault

WORLD = (-180.0, -90.0, 180.0, 90.0)
FEATURES = re.compile(r'"features"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")

#: How a fault begins, and what it says in Chinese.
IN_CHINESE = {
    "properties.code": "缺少 properties.code(区划代码)",
    "the geometry is a": "图形须为 Polygon 或 MultiPolygon",
    "the geometry is not valid": "图形自相交或无效",
    "the coordinates": "坐标须为 WGS-84 经纬度,经度在前",
}
NO_GEOJSON = "不是有效的 GeoJSON FeatureCollection"
NO_FEATURE = "不是有效的 GeoJSON 要素"


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of one area, and where it comes from."""

    line: int
    code: str
    shape: Polygon | MultiPolygon
    source: str


def read(text: str) -> tuple[list[Outline], list[Fault]]:
    """The shapes that can be read, and the faults of the others."""
    read_ones: list[Outline | Fault] = []
    try:
        read_ones.extend(_read_one(line, feature) for line, feature in _features(text))
    except json.JSONDecodeError as problem:
        read_ones.append(Fault(_line(text, problem.pos), problem.msg, NO_GEOJSON))
    outlines = [one for one in read_ones if isinstance(one, Outline)]
    faults = [one for one in read_ones if isinstance(one, Fault)]
    return outlines, faults + _repeated(outlines)


def _repeated(outlines: list[Outline]) -> list[Fault]:
    seen: dict[str, int] = {}
    return [
        Fault(
            outline.line,
            f"{outline.code} stands already in line {seen[outline.code]}",
            f"{outline.code} 与第 {seen[outline.code]} 行重复",
        )
        for outline in outlines
        if seen.setdefault(outline.code, outline.line) != outline.line
    ]


def _features(text: str) -> Iterator[tuple[int, Any]]:
    """Each feature with its line: a parser of the whole file would forget where it read what."""
    start = FEATURES.search(text)
    if start is None:
        raise json.JSONDecodeError("not a GeoJSON FeatureCollection", text, 0)
    json.loads(text)
    at = start.end()
    while text[(at := BETWEEN.match(text, at).end())] != "]":  # type: ignore[union-attr]  # it matches nothing, too
        feature, after = json.JSONDecoder().raw_decode(text, at)
        yield _line(text, at), feature
        at = after


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _read_one(line: int, feature: Any) -> Outline | Fault:
    try:
        return _outline(line, feature)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ShapelyError) as problem:
        what = str(problem) or "not a GeoJSON feature"
        zh = next((words for begin, words in IN_CHINESE.items() if what.startswith(begin)), NO_FEATURE)
        return Fault(line, what, zh)


def _outline(line: int, feature: dict[str, Any]) -> Outline:
    properties = feature["properties"]
    if not isinstance(properties.get("code"), str):
        raise ValueError("properties.code is missing")
    drawn = shape(feature["geometry"])
    if not isinstance(drawn, Polygon | MultiPolygon) or drawn.is_empty:
        raise ValueError("the geometry is a Polygon or MultiPolygon")
    if not drawn.is_valid:
        raise ValueError(f"the geometry is not valid: {is_valid_reason(drawn)}")
    west, south, east, north = drawn.bounds
    if west < WORLD[0] or south < WORLD[1] or east > WORLD[2] or north > WORLD[3]:
        raise ValueError("the coordinates are not WGS-84 degrees, longitude first")
    return Outline(line, properties["code"], drawn, str(properties.get("geom_source") or "unknown"))


def columns(outline: Outline) -> dict[str, Any]:
    """The columns of an area that its shape fills."""
    drawn = outline.shape
    middle = drawn.centroid if drawn.contains(drawn.centroid) else drawn.representative_point()
    west, south, east, north = drawn.bounds
    return {
        "geom": json.loads(json.dumps(mapping(drawn))),
        "geom_source": outline.source,
        "lng_wgs84": round(middle.x, 7),
        "lat_wgs84": round(middle.y, 7),
        "west_wgs84": west,
        "south_wgs84": south,
        "east_wgs84": east,
        "north_wgs84": north,
    }
