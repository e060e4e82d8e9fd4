"""Boxes as addresses say them, and 天地图's tiles."""

import pytest

from backend.maps.rules import box, wmts

#: the demo's district
XIACHENG = (120.13, 30.25, 120.21, 30.34)


@pytest.mark.parametrize("said", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "3,1,1,2", "1,3,2,2", "-181,0,0,1", "nan,1,2,3"])
def test_a_box_that_is_none_is_not_read(said: str) -> None:
    assert box.read(said) is None


def test_a_box_is_four_numbers() -> None:
    assert box.read("120.1,30.2,120.3,30.4") == box.Box(120.1, 30.2, 120.3, 30.4)


def test_a_tile_is_asked_for_in_wmts_with_the_key_and_always_from_the_same_server() -> None:
    address = wmts.address("https://t{n}.tianditu.gov.cn", "vec", 14, 13661, 6745, key="k&y")
    assert address.startswith("https://t6.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0")
    assert "LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles" in address
    assert address.endswith("&TILEMATRIX=14&TILEROW=6745&TILECOL=13661&tk=k%26y")


@pytest.mark.parametrize(
    ("tile", "is_one"),
    [
        (("vec", 14, 13661, 6745), True),
        (("cia", 18, 0, 0), True),
        (("ter", 14, 13661, 6745), False),
        (("vec", 19, 0, 0), False),
        (("vec", 0, 0, 0), False),
        (("vec", 3, 8, 0), False),
        (("vec", 3, 0, -1), False),
    ],
)
def test_only_tiles_of_the_four_layers_are_tiles(tile: tuple[str, int, int, int], is_one: bool) -> None:
    assert wmts.is_tile(*tile) is is_one


@pytest.mark.parametrize(
    ("tile", "touches"),
    [((14, 13661, 6745), True), ((1, 1, 0), True), ((14, 13500, 6745), False), ((14, 13661, 6900), False)],
)
def test_a_tile_of_another_city_is_not_the_districts(tile: tuple[int, int, int], touches: bool) -> None:
    assert wmts.touches(XIACHENG, *tile) is touches


def test_a_pictures_first_bytes_say_what_it_is() -> None:
    assert wmts.media_type(b"\x89PNG\r\n\x1a\n...") == "image/png"
    assert wmts.media_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert wmts.media_type(b'{"msg": "no"}') is None
