"""The demo's district, drawn from one seed: always the same, inside its streets, and kept as what is drawn today."""

import gzip
import json
import struct
from functools import cache

import mapbox_vector_tile
import shapely
from pmtiles.reader import MmapSource, Reader

from tools.district import frame, layout
from tools.district.__main__ import DATA, drawn

#: A tile in the middle of the district.
Z, LNG, LAT = 14, 120.17, 30.285


@cache
def district() -> layout.District:
    return layout.lay_out(*drawn())


def test_the_same_district_is_drawn_each_time() -> None:
    again = layout.lay_out(*drawn())
    assert again.houses == district().houses
    assert len(again.houses) > 15_000


def test_no_house_stands_outside_its_streets_or_in_the_water() -> None:
    houses = [house.shape() for house in district().houses]
    land = shapely.unary_union([street.shape for street in district().streets]).buffer(0.01)
    water = shapely.unary_union([one.shape for one in district().water])
    shapely.prepare(land)
    assert shapely.contains(land, houses).all()
    assert not shapely.intersects(water, houses).any()


def test_everything_is_named_in_both_languages_where_it_is_named_at_all() -> None:
    named = (*district().streets, *district().roads, *district().green, *district().water)
    assert [one for one in named if bool(one.name_zh) != bool(one.name_en)] == []


def test_the_kept_ground_is_what_is_drawn_today() -> None:
    with (DATA / "ground.pmtiles").open("rb") as file:
        reader = Reader(MmapSource(file))
        header, about = reader.header(), reader.metadata()
        tile = reader.get(Z, int(frame.column_of(LNG, Z)), int(frame.row_of(LAT, Z)))
    assert about["buildings"] == len(district().houses), "draw it anew: make district"
    assert (header["min_zoom"], header["max_zoom"]) == (10, 14)
    assert tile
    layers = mapbox_vector_tile.decode(gzip.decompress(tile))
    assert set(layers) == {"land", "water", "green", "roads", "buildings"}
    houses = layers["buildings"]["features"]
    assert min(one["properties"]["h"] for one in houses) >= 6
    corners = [x for one in houses for point in one["geometry"]["coordinates"][0] for x in point]
    # A tile's own measure: whole numbers within it and a little beyond, spread over all of it.
    assert -500 < min(corners) < 200
    assert 3_900 < max(corners) < 4_600
    assert (DATA / "ground.pmtiles").stat().st_size < 3 * 1024 * 1024


def test_the_kept_scene_holds_every_house_once() -> None:
    root = json.loads((DATA / "scene" / "tileset.json").read_text())["root"]
    names = [tile["content"]["uri"] for tile in tiles(root) if "content" in tile]
    assert sorted(names) == sorted(file.name for file in (DATA / "scene").glob("*.glb"))
    assert sum(houses_in(name) for name in names) == len(district().houses), "draw it anew: make district"


def tiles(tile: dict) -> list[dict]:  # type: ignore[type-arg]  # as a tileset has it
    return [tile, *(one for child in tile.get("children", []) for one in tiles(child))]


def houses_in(name: str) -> int:
    data = (DATA / "scene" / name).read_bytes()
    length = struct.unpack_from("<I", data, 12)[0]
    said = json.loads(data[20 : 20 + length])
    placed = [
        node["extensions"]["EXT_mesh_gpu_instancing"]["attributes"] for node in said["nodes"] if "extensions" in node
    ]
    return sum(said["accessors"][one["TRANSLATION"]]["count"] for one in placed)
