"""The district as 3D Tiles: its ground, the tall houses of each street, and the others by quarter, nearer by nearer."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from tools.district import frame
from tools.district.blocks import House
from tools.district.gltf import Glb
from tools.district.layout import District, Named

#: from here on a house is seen from afar
TALL = 45.0
#: metres by which a tile is wrong while its parts are not shown
FAR, NEAR = 400.0, 30.0
ROAD = {"main": 11.0, "side": 6.0}
#: how what lies flat is stacked, and its colour (linear)
GROUND = {
    "land": (0.0, (0.55, 0.56, 0.55)),
    "green": (0.25, (0.23, 0.42, 0.22)),
    "water": (0.35, (0.20, 0.38, 0.55)),
    "side": (0.5, (0.30, 0.31, 0.33)),
    "main": (0.6, (0.25, 0.26, 0.28)),
}
HOUSES = {
    "home": (0.72, 0.66, 0.58),
    "office": (0.46, 0.58, 0.68),
    "old": (0.42, 0.38, 0.35),
    "public": (0.72, 0.48, 0.36),
}


def write(district: District, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    _ground(district).write(folder / "ground.glb")
    streets = [
        part for number, street in enumerate(district.streets) if (part := _street(district, street, number, folder))
    ]
    root = _tile(_around([street.shape for street in district.streets]), FAR, "ground.glb", children=streets)
    tileset = {
        "asset": {"version": "1.1", "copyright": "Synthetic, CC0-1.0"},
        "geometricError": 2 * FAR,
        "root": {"transform": frame.to_globe(), "refine": "ADD", **root},
    }
    (folder / "tileset.json").write_text(json.dumps(tileset, separators=(",", ":")))


def _street(district: District, street: Named, number: int, folder: Path) -> dict[str, Any] | None:
    inside = shapely.contains_xy(street.shape, [(house.x, house.y) for house in district.houses])
    houses = [house for house, is_in in zip(district.houses, inside, strict=True) if is_in]
    if not houses:
        return None
    middle = street.shape.centroid
    quarters: dict[int, list[House]] = defaultdict(list)
    for house in houses:
        if house.height < TALL:
            quarters[2 * (house.x >= middle.x) + (house.y >= middle.y)].append(house)
    children = [_part(some, f"{number}-{quarter}.glb", 0.0, folder) for quarter, some in sorted(quarters.items())]
    tall = [house for house in houses if house.height >= TALL]
    whole = _tile(_around([house.shape() for house in houses], houses), NEAR, f"{number}.glb", children=children)
    if tall:
        _houses(tall).write(folder / f"{number}.glb")
    else:
        del whole["content"]
    return whole


def _part(houses: list[House], name: str, error: float, folder: Path) -> dict[str, Any]:
    _houses(houses).write(folder / name)
    return _tile(_around([house.shape() for house in houses], houses), error, name)


def _houses(houses: list[House]) -> Glb:
    alike: dict[tuple[str, float], list[House]] = defaultdict(list)
    for house in houses:
        alike[house.kind, house.angle].append(house)
    glb = Glb()
    for (kind, angle), some in sorted(alike.items()):
        at = frame.turned([(house.x, house.y) for house in some], -angle)
        places = np.column_stack([at[:, 0], np.zeros(len(some)), -at[:, 1]])
        sizes = [(house.length, house.height, house.width) for house in some]
        glb.boxes(places, sizes, turned=angle, colour=HOUSES[kind])
    return glb


def _ground(district: District) -> Glb:
    flat: dict[str, list[BaseGeometry]] = {
        "land": [street.shape for street in district.streets],
        "green": [one.shape for one in district.green],
        "water": [one.shape for one in district.water],
    }
    for kind, width in ROAD.items():
        flat[kind] = [
            road.shape.buffer(width / 2, cap_style="flat", join_style="mitre")
            for road in district.roads
            if road.kind == kind
        ]
    glb = Glb()
    for name, shapes in flat.items():
        height, colour = GROUND[name]
        glb.flat(_triangles(shapes, height), colour=colour)
    return glb


def _triangles(shapes: Iterable[BaseGeometry], height: float) -> Any:
    """Against the clock as seen from above, which is how the upper side of a triangle is told."""
    parts = [part for shape in shapes for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    cut = shapely.get_parts(shapely.constrained_delaunay_triangles(parts))
    rings = shapely.get_coordinates(shapely.orient_polygons(cut)).reshape(-1, 4, 2)[:, :3]
    return np.stack([rings[..., 0], np.full(rings.shape[:2], height), -rings[..., 1]], axis=-1)


def _tile(
    around: list[float], error: float, name: str, *, children: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    tile = {"boundingVolume": {"box": around}, "geometricError": error, "content": {"uri": name}}
    return {**tile, "children": children} if children else tile


def _around(shapes: list[BaseGeometry], houses: Iterable[House] = ()) -> list[float]:
    """The middle, and half of each side as an axis; east, north, up."""
    west, south, east, north = shapely.total_bounds(shapes)
    half = max((house.height for house in houses), default=2.0) / 2
    middle = ((west + east) / 2, (south + north) / 2, half)
    return [*middle, (east - west) / 2, 0, 0, 0, (north - south) / 2, 0, 0, 0, half]
