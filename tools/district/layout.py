"""A district that nobody built: roads, blocks, houses, parks and water inside the schematic streets, from one seed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import pi
from typing import Any

import numpy as np
import shapely
from shapely import LineString, Polygon, affinity
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry

from tools.district import blocks, frame
from tools.district.blocks import House

SEED = 330_103
#: half of a road's width and the pavement beside it
ROADSIDE = 9.0
#: between the houses and a street's border, along which a main road runs
BORDER = 16.0
SMALLEST_BLOCK = 2_500.0
TENS = "一二三四五六七八九十"
TILT = pi / 18


@dataclass(frozen=True, slots=True)
class Named:
    """A part of the map with what it is and how it is called."""

    shape: BaseGeometry
    kind: str
    name_zh: str = ""
    name_en: str = ""


@dataclass(slots=True)
class District:
    """Everything in metres east and north of the middle."""

    streets: list[Named] = field(default_factory=list)
    water: list[Named] = field(default_factory=list)
    green: list[Named] = field(default_factory=list)
    roads: list[Named] = field(default_factory=list)
    houses: list[House] = field(default_factory=list)


def lay_out(geojson: dict[str, Any], names: dict[str, tuple[str, str]]) -> District:
    """`names`: code → Chinese, English. The same for the same shapes, whatever the machine."""
    made = District(streets=list(_streets(geojson, names)))
    made.water = _water(shapely.unary_union([street.shape for street in made.streets]))
    banks = shapely.unary_union([one.shape for one in made.water]).buffer(8)
    for number, street in enumerate(made.streets):
        _build(made, street, banks, np.random.default_rng([SEED, number]))
    made.roads += [
        Named(LineString(street.shape.exterior.coords), "main")
        for street in made.streets
        if isinstance(street.shape, Polygon)
    ]
    return made


def _streets(geojson: dict[str, Any], names: dict[str, tuple[str, str]]) -> Iterator[Named]:
    for feature in geojson["features"]:
        code = feature["properties"]["code"]
        if len(code) == len("330103001"):
            drawn = shapely.transform(shape(feature["geometry"]), frame.from_degrees)
            yield Named(drawn, "street", *names[code])


def _water(land: BaseGeometry) -> list[Named]:
    """A river from north to south and a canal across the north, both drawn freely."""
    west, south, east, north = land.bounds
    down = np.linspace(north, south, 40)
    river = west + (east - west) * (0.42 + 0.05 * np.sin((down - south) / 900))
    along = np.linspace(west, east, 40)
    canal = south + (north - south) * (0.7 + 0.03 * np.sin((along - west) / 1_100))
    courses = (
        (np.column_stack([river, down]), 17.0, "东河（示意）", "East River (schematic)"),
        (np.column_stack([along, canal]), 28.0, "运河（示意）", "Canal (schematic)"),
    )
    return [
        Named(LineString(course).buffer(width).intersection(land), "river", zh, en) for course, width, zh, en in courses
    ]


def _build(made: District, street: Named, banks: BaseGeometry, chance: np.random.Generator) -> None:
    """Straight roads at one tilt, what lies between them, and what stands there."""
    tilt = float(chance.uniform(-TILT, TILT))
    there = shapely.transform(street.shape, lambda points: frame.turned(points, -tilt))
    inside = there.buffer(-BORDER)
    west, south, east, north = there.bounds
    across, down = _cuts(west, east, chance), _cuts(south, north, chance)
    made.roads += [_turned(road, tilt) for road in _roads(there, across, down, street)]
    parks = 0
    for ground in _grounds(inside, across, down):
        use = blocks.use_of(chance)
        wet = shapely.transform(ground, lambda points: frame.turned(points, tilt)).intersects(banks)
        if use == "park" or (wet and chance.uniform() < 0.5):
            parks += 1
            dry = shapely.transform(ground, lambda points: frame.turned(points, tilt)).difference(banks)
            made.green.append(_park(dry, street, parks))
            continue
        standing = blocks.fill(ground, use, chance)
        placed = [house.turned(tilt) for house in standing]
        made.houses += [house for house in placed if not (wet and house.shape().intersects(banks))]


def _cuts(low: float, high: float, chance: np.random.Generator) -> list[float]:
    """Where roads run: 150 to 260 metres apart."""
    cuts = [low + float(chance.uniform(60, 140))]
    while cuts[-1] < high - 60:
        cuts.append(cuts[-1] + float(chance.uniform(150, 260)))
    return cuts[:-1]


def _roads(there: BaseGeometry, across: list[float], down: list[float], street: Named) -> Iterator[Named]:
    west, south, east, north = there.bounds
    place, place_en = street.name_zh.removesuffix("街道"), street.name_en.removesuffix(" Street")
    lines = [LineString([(x, south), (x, north)]) for x in across], [LineString([(west, y), (east, y)]) for y in down]
    for way, (endings, word) in zip(lines, (("街", "Street"), ("路", "Road")), strict=True):
        for number, line in enumerate(way):
            is_main = number == len(way) // 2
            zh = f"{place}大{endings}" if is_main else f"{place}{TENS[number % 10]}{endings}"
            en = f"{place_en} Avenue" if is_main else f"{place_en} {word} {number + 1}"
            cut = line.intersection(there)
            if not cut.is_empty:
                yield Named(cut, "main" if is_main else "side", zh, en)


def _grounds(inside: BaseGeometry, across: list[float], down: list[float]) -> Iterator[BaseGeometry]:
    west, south, east, north = inside.bounds
    columns, rows = [west, *across, east], [south, *down, north]
    for left, right in pairwise(columns):
        for low, high in pairwise(rows):
            if right - left < 3 * ROADSIDE or high - low < 3 * ROADSIDE:
                continue
            ground = box(left + ROADSIDE, low + ROADSIDE, right - ROADSIDE, high - ROADSIDE).intersection(inside)
            if isinstance(ground, Polygon) and ground.area >= SMALLEST_BLOCK:
                yield ground


def _park(ground: BaseGeometry, street: Named, number: int) -> Named:
    place = street.name_zh.removesuffix("街道")
    zh = f"{place}{TENS[number - 1] if number <= len(TENS) else number}号公园"
    return Named(ground.buffer(-4), "park", zh, f"{street.name_en.removesuffix(' Street')} Park {number}")


def _turned(one: Named, tilt: float) -> Named:
    there = affinity.rotate(one.shape, frame.in_degrees(tilt), origin=(0, 0))
    return Named(there, one.kind, one.name_zh, one.name_en)
