"""The district as one file of vector tiles (PMTiles), for a map that needs no network."""

import gzip
from collections.abc import Iterator
from math import floor
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely import STRtree
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from tools.district import frame
from tools.district.layout import District, Named

SHALLOWEST, DEEPEST = 10, 14
EXTENT = 4096
#: around each tile, so that lines and names do not end at its edge
RIM = 64
#: layer → from which zoom each kind of it is drawn
FROM: dict[str, dict[str, int]] = {
    "land": {"street": 10},
    "water": {"river": 10},
    "green": {"park": 12},
    "roads": {"main": 11, "side": 13},
    "buildings": {"tall": 13, "office": 14, "home": 14, "old": 14, "public": 14},
}
LANDMARK = 75.0

#: shape on the map's square, its kind, and what a tile says of it
Drawn = tuple[BaseGeometry, str, dict[str, Any]]


def write(district: District, file: Path) -> None:
    layers = {name: list(_drawn(district, name)) for name in FROM}
    trees = {name: STRtree([shape for shape, _, _ in drawn]) for name, drawn in layers.items()}
    with file.open("wb") as out:
        writer = Writer(out)
        for z, x, y in _tiles(district):
            square = _square(z, x, y)
            said = [_layer(name, layers[name], trees[name], z, square) for name in FROM]
            full = [layer for layer in said if layer["features"]]
            if full:
                data = mapbox_vector_tile.encode(full, default_options={"extents": EXTENT, "quantize_bounds": square})
                writer.write_tile(zxy_to_tileid(z, x, y), gzip.compress(data, 9, mtime=0))
        writer.finalize(_header(district), _metadata(district))


def _drawn(district: District, layer: str) -> Iterator[Drawn]:
    if layer == "buildings":
        for house in district.houses:
            kind = "tall" if house.height >= LANDMARK else house.kind
            yield shapely.transform(house.shape(), frame.to_square), kind, {"h": house.height, "kind": house.kind}
        return
    named: list[Named] = {"land": district.streets, "water": district.water, "green": district.green}.get(
        layer, district.roads
    )
    for one in named:
        said = {"kind": one.kind, "name_zh": one.name_zh, "name_en": one.name_en}
        yield shapely.transform(one.shape, frame.to_square), one.kind, {k: v for k, v in said.items() if v}


def _tiles(district: District) -> list[tuple[int, int, int]]:
    """In the order of the file, so that neighbours lie side by side."""
    west, south, east, north = _span(district)
    found = [
        (z, x, y)
        for z in range(SHALLOWEST, DEEPEST + 1)
        for x in range(floor(frame.column_of(west, z)), floor(frame.column_of(east, z)) + 1)
        for y in range(floor(frame.row_of(north, z)), floor(frame.row_of(south, z)) + 1)
    ]
    return sorted(found, key=lambda tile: zxy_to_tileid(*tile))


def _square(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    side = 2 * frame.HALF_SQUARE / 2**z
    left, top = x * side - frame.HALF_SQUARE, frame.HALF_SQUARE - y * side
    return left, top - side, left + side, top


def _layer(
    name: str, drawn: list[Drawn], tree: STRtree, z: int, square: tuple[float, float, float, float]
) -> dict[str, Any]:
    rim = (square[2] - square[0]) * RIM / EXTENT
    wide = (square[0] - rim, square[1] - rim, square[2] + rim, square[3] + rim)
    features = []
    for index in sorted(tree.query(box(*wide))):
        shape, kind, said = drawn[index]
        if z < FROM[name][kind]:
            continue
        # A house is never cut: half a house would have a wall where none is.
        part = shape if name == "buildings" else shapely.clip_by_rect(shape, *wide)
        if not part.is_empty:
            features.append({"geometry": part, "properties": said})
    return {"name": name, "features": features}


def _span(district: District) -> tuple[float, float, float, float]:
    return frame.span(shapely.get_coordinates([street.shape for street in district.streets]))


def _header(district: District) -> dict[str, Any]:
    west, south, east, north = (round(degrees * 1e7) for degrees in _span(district))
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_zoom": SHALLOWEST,
        "max_zoom": DEEPEST,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": 13,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }


def _metadata(district: District) -> dict[str, Any]:
    return {
        "name": "下城区示意图 Schematic district",
        "attribution": "Synthetic, CC0-1.0",
        "buildings": len(district.houses),
        "vector_layers": [{"id": name, "fields": {}, "minzoom": min(kinds.values())} for name, kinds in FROM.items()],
    }
