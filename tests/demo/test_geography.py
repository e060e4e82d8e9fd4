"""The demo district's tree and shapes, as they are computed from the data."""

from collections import Counter

import pytest
from shapely import unary_union

from backend.areas.rules import levels, listing, outlines
from backend.demo import geography

#: Degrees: a few centimetres, what rounding may bend a border by.
BEND = 3e-7


@pytest.fixture(scope="module")
def world():
    return geography.read()


def children(world, code):
    return [row.code for row in world.rows if row.parent_code == code]


def test_the_district_has_its_streets_communities_park_and_grids(world):
    assert Counter(row.level for row in world.rows) == {
        "district": 1,
        "street": 8,
        "community": 74,
        "park": 1,
        "grid": 420,
    }
    assert not listing.check(world.rows, {})


def test_every_grid_is_named_and_coded_after_its_community(world):
    grids = [row for row in world.rows if row.level == levels.GRID]
    assert all(row.code[:-3] == row.parent_code and row.code[-3:] >= "001" for row in grids)
    first = next(row for row in grids if row.parent_code == "330103001056")
    assert (first.name_zh, first.name_en) == ("柳营社区第1网格", "Liuying Community Grid 1")


def test_the_park_is_in_dongxin_beside_its_communities(world):
    park = next(row for row in world.rows if row.level == levels.PARK)
    assert (world.row(park.parent_code or "").name_zh, park.name_zh) == ("东新街道", "新天地园区")
    beside = [code for code in children(world, park.parent_code) if code != park.code]
    assert all(world.shapes[park.code].intersection(world.shapes[code]).area < 1e-12 for code in beside)
    assert len(children(world, park.code)) >= 5


def test_children_lie_in_their_parent_fill_it_and_never_overlap(world):
    for row in world.rows:
        below = [world.shapes[code] for code in children(world, row.code)]
        if not below:
            continue
        parent = world.shapes[row.code].buffer(BEND)
        union = unary_union(below)
        assert all(parent.covers(shape) for shape in below), row.code
        assert union.buffer(BEND).covers(world.shapes[row.code]), row.code
        assert sum(shape.area for shape in below) == pytest.approx(union.area, rel=1e-6), row.code


def test_grids_are_numbered_from_west_to_east(world):
    for row in world.rows:
        if row.level in {levels.COMMUNITY, levels.PARK}:
            centres = [world.shapes[code].centroid.x for code in children(world, row.code)]
            assert centres == sorted(centres), row.code


def test_the_same_data_give_the_same_bytes(world):
    again = geography.read()
    assert again.rows == world.rows
    drawn = [outlines.columns(outline) for outline in world.outlines()]
    assert [outlines.columns(outline) for outline in again.outlines()] == drawn
