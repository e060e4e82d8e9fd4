"""What the pure rules of areas promise."""

import json
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box, unary_union
from shapely.geometry import mapping

from backend.areas.rules import levels, listing, outlines, paths, succession, validity, voronoi

CODES = st.lists(st.from_regex(r"[0-9]{3,6}", fullmatch=True), min_size=1, max_size=4)
HEADER = "code,level,name_zh,name_en,parent_code,valid_from\n"
WITH_ENDS = "code,level,name_zh,name_en,parent_code,valid_from,valid_to,successor_code\n"
#: Degrees: three times the grid that the cells are rounded to, so a border may bend by that much.
BEND = 3e-7
#: Degrees: centres this near each other lie on one meridian.
CENTIMETRE = 1.1e-7


def path_of(codes):
    return "".join(f"{code}." for code in codes)


@given(CODES, CODES)
def test_a_path_lies_in_the_range_of_every_path_above_it_and_of_no_other(above, other):
    root, path = path_of(above), path_of(other)
    assert (root <= path < paths.upper(root)) == paths.covers(root, path)
    assert paths.covers(root, root + path)


@given(CODES)
def test_the_ancestors_of_a_path_are_its_beginnings_from_the_root(codes):
    found = paths.ancestors(path_of(codes))
    assert len(found) == len(codes) - 1
    assert all(paths.covers(ancestor, path_of(codes)) for ancestor in found)


@given(st.lists(CODES.map(path_of), max_size=8))
def test_the_outermost_paths_cover_the_same_places_and_never_one_another(given_paths):
    kept = paths.outermost(given_paths)
    assert all(any(paths.covers(one, path) for one in kept) for path in given_paths)
    assert not any(paths.covers(a, b) for a in kept for b in kept if a != b)


def test_a_neighbour_whose_code_begins_alike_is_outside_the_subtree():
    root, neighbour = "330103.", "3301035.330103001."
    assert not paths.covers(root, neighbour)
    assert not root <= neighbour < paths.upper(root)


def test_an_area_is_in_force_from_its_first_day_until_the_day_it_ends():
    begin, end = date(2019, 1, 1), date(2021, 4, 9)
    assert not validity.is_in_force(begin, end, date(2018, 12, 31))
    assert validity.is_in_force(begin, end, begin)
    assert not validity.is_in_force(begin, end, end)
    assert validity.is_in_force(begin, None, date(2099, 1, 1))


def test_the_day_of_the_district_begins_at_midnight_in_beijing():
    assert validity.day(datetime(2021, 4, 8, 16, 0, tzinfo=UTC)) == date(2021, 4, 9)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")), st.sampled_from("abcdef"))
def test_a_chain_of_successors_ends_even_where_they_go_round_in_a_circle(successors, start):
    chain = validity.chain(start, successors.get)
    assert chain[0] == start
    assert len(set(chain)) == len(chain)
    assert all(successors[before] == after for before, after in pairwise(chain))


def test_every_level_stands_only_under_its_own_parents():
    allowed = {
        (level, parent) for level in levels.LEVELS for parent in (None, *levels.LEVELS) if levels.fits(level, parent)
    }
    assert allowed == {
        ("district", None),
        ("street", "district"),
        ("community", "street"),
        ("park", "street"),
        ("grid", "community"),
        ("grid", "park"),
    }


def test_a_moved_path_carries_the_new_code_in_every_code_below_its_root():
    moved = succession.moved(
        "330103.330103005.330103005051.330103005051002.", root="330103.330103005.", new="330105015", under="330105."
    )
    assert moved == "330105.330105015.330105015051.330105015051002."


def test_a_code_of_another_family_cannot_be_renamed():
    with pytest.raises(ValueError, match="does not begin"):
        succession.renamed("330104001", old="330103", new="330105")


@st.composite
def quadrilaterals(draw):
    """Convex and roundish, the size of a street or of a community."""
    side = draw(st.floats(0.004, 0.03))
    west, south = draw(st.floats(120, 120.3)), draw(st.floats(30.1, 30.4))
    bend = [draw(st.floats(-0.2, 0.2)) * side for _ in range(8)]
    corners = [(0, 0), (side, 0), (side, side), (0, side)]
    return Polygon([(west + x + bend[2 * i], south + y + bend[2 * i + 1]) for i, (x, y) in enumerate(corners)])


@settings(max_examples=25, deadline=None)
@given(quadrilaterals(), st.integers(1, 13))
def test_cells_fill_their_shape_stay_inside_and_never_overlap(shape, parts):
    cells = voronoi.split(shape, parts)
    assert len(cells) == parts
    assert all(cell.is_valid and shape.buffer(BEND).covers(cell) for cell in cells)
    assert unary_union(cells).buffer(BEND).covers(shape)
    assert sum(cell.area for cell in cells) == pytest.approx(unary_union(cells).area, rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(quadrilaterals(), st.integers(2, 9))
def test_cells_are_numbered_west_to_east_and_are_the_same_every_time(shape, parts):
    cells = voronoi.split(shape, parts)
    for cell, following in pairwise(cells):
        east, south = following.centroid.x - cell.centroid.x, cell.centroid.y - following.centroid.y
        assert east > 0 or (east > -CENTIMETRE and south > 0)
    assert [cell.wkb for cell in cells] == [cell.wkb for cell in voronoi.split(Polygon(shape.exterior.coords), parts)]


def test_of_two_cells_on_one_meridian_the_northern_comes_first():
    north, south = voronoi.split(box(120, 30.1, 120.02, 30.12), 2)
    assert north.centroid.x == pytest.approx(south.centroid.x, abs=CENTIMETRE)
    assert north.centroid.y > south.centroid.y


def test_cells_fill_a_shape_with_a_hole_and_are_each_in_one_piece():
    ring = box(120, 30, 120.02, 30.02).difference(box(120.005, 30.005, 120.015, 30.015))
    cells = voronoi.split(ring, 3)
    assert [cell.geom_type for cell in cells] == ["Polygon"] * 3
    assert unary_union(cells).buffer(BEND).covers(ring)


def test_a_list_is_read_whatever_the_byte_order_mark_and_spaces():
    rows, faults = listing.read("\ufeff" + HEADER + "330103, district ,下城区,Xiacheng,,2019-01-01\n")
    assert not faults
    assert rows == [listing.Row(2, "330103", "district", "下城区", "Xiacheng", None, date(2019, 1, 1))]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("33.0103,district,区,D,,2019-01-01", "2 to 20 letters and digits"),
        ("330103,province,区,D,,2019-01-01", "level is one of"),
        ("330103,district,,D,,2019-01-01", "name_zh is empty"),
        ("330103,district,区,D,,2019-02-30", "day"),
        ("330103,district,区,D,,2019-01-01,extra", "more cells"),
        ("330103,district", "name_zh is empty"),
    ],
)
def test_each_unreadable_line_is_named_with_its_number(line, fault):
    rows, faults = listing.read(f"{HEADER}330109,district,区,D,,2019-01-01\n{line}\n")
    assert [row.code for row in rows] == ["330109"]
    assert [found.line for found in faults] == [3]
    assert fault in faults[0].what


def test_a_list_without_its_columns_is_refused_in_line_1():
    assert listing.read("code,name\n1,2\n")[1][0].line == 1
    assert listing.read("")[1][0].line == 1


def check(*lines):
    rows, faults = listing.read(WITH_ENDS + "\n".join(lines))
    assert not faults
    return [(fault.line, fault.what) for fault in listing.check(rows, {})]


def test_a_list_is_checked_as_a_tree():
    found = check(
        "330103,district,区,D,,2019-01-01",
        "330103001,street,街,S,330103,2019-01-01",
        "330103001051001,grid,格,G,330103001,2019-01-01",
        "330103002,street,街,S,330199,2019-01-01",
        "330103001,street,街,S,330103,2019-01-01",
        "330104,district,区,D,330103,2019-01-01",
    )
    assert [line for line, _ in found] == [4, 5, 6, 7]
    assert "cannot stand under street" in found[0][1]
    assert "parent 330199 is unknown" in found[1][1]
    assert "already in line 3" in found[2][1]
    assert "cannot stand under district" in found[3][1]


def test_successors_that_lead_back_are_refused():
    found = check(
        "330103,district,区,D,,2019-01-01,2020-01-01,330104",
        "330104,district,区,D,,2019-01-01,2021-01-01,330103",
    )
    assert [line for line, _ in found] == [2, 3]


def test_a_successor_needs_an_end_and_an_area_that_is_known():
    found = check("330103,district,区,D,,2019-01-01,,330109", "330104,district,区,D,,2019-01-01,2018-01-01,")
    assert [what for _, what in found] == [
        "only an area that has ended (valid_to) has a successor",
        "successor 330109 is unknown",
        "valid_to is not after valid_from",
    ]


def collection(*features):
    return '{"type": "FeatureCollection",\n"features": [\n' + ",\n".join(features) + "\n]}"


SQUARE = json.dumps(
    {
        "type": "Feature",
        "properties": {"code": "330103", "geom_source": "schematic"},
        "geometry": mapping(box(120, 30, 121, 31)),
    }
)


def test_shapes_are_read_with_the_line_of_each_feature():
    found, faults = outlines.read(collection(SQUARE, SQUARE.replace("330103", "330104")))
    assert not faults
    assert [(outline.line, outline.code, outline.source) for outline in found] == [
        (3, "330103", "schematic"),
        (4, "330104", "schematic"),
    ]
    assert outlines.columns(found[0]) | {"geom": None} == {
        "geom": None, "geom_source": "schematic", "lng_wgs84": 120.5, "lat_wgs84": 30.5,
        "west_wgs84": 120.0, "south_wgs84": 30.0, "east_wgs84": 121.0, "north_wgs84": 31.0,
    }  # fmt: skip


def test_every_feature_that_is_no_drawn_area_is_named_with_its_line():
    bow_tie = SQUARE.replace("121.0, 31.0", "119.0, 30.5")
    _, faults = outlines.read(
        collection(
            SQUARE,
            '{"type": "Feature"}',
            SQUARE.replace('"code"', '"kode"'),
            bow_tie,
            SQUARE,
            SQUARE.replace("120.0", "220.0"),
            "7",
        )
    )
    assert sorted(fault.line for fault in faults) == [4, 5, 6, 7, 8, 9]


def test_a_file_that_is_no_json_is_refused_at_the_line_where_it_breaks():
    _, faults = outlines.read(collection(SQUARE, "{broken"))
    assert [fault.line for fault in faults] == [4]
    assert outlines.read("hello")[1][0].line == 1
