"""What the tree does in the database: imports, succession, and what an actor sees of it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from shapely import box
from sqlalchemy import func, select

from backend.areas import queries
from backend.areas.actions.import_areas import import_areas
from backend.areas.actions.import_shapes import import_shapes
from backend.areas.actions.succeed import merge, succeed
from backend.areas.models import Area
from backend.core.db import uuid7
from backend.core.errors import Problem
from backend.core.facts import Fact
from tests.builders.areas import plant, shaped

HEADER = "code,level,name_zh,name_en,parent_code,valid_from\n"
DISTRICT = "700101,district,区,D,,2019-01-01\n"
STREET = "700101001,street,街,S,700101,2019-01-01\n"
MERGER = date(2021, 4, 9)


@dataclass(frozen=True)
class Granted:
    """An actor with grants on areas and nothing else."""

    paths: tuple[str, ...]
    id: UUID = field(default_factory=uuid7)
    person_path: str = ""
    roles: frozenset[str] = frozenset()
    must_change_password: bool = False
    device_id: UUID | None = None

    def paths_as(self, *roles: str) -> tuple[str, ...]:
        return self.paths


@pytest.fixture(autouse=True)
def _in_the_database(db, clock):
    return db


def codes(areas):
    return [area.code for area in areas]


def facts(db, kind):
    return db.session.scalars(select(Fact).where(Fact.kind == kind).order_by(Fact.seq)).all()


def test_a_list_becomes_a_tree_with_paths(db):
    report = import_areas(HEADER + STREET + DISTRICT)
    assert report.lines() == ["2 added, 0 changed, 0 as they were"]
    assert db.session.get(Area, "700101001").path == "700101.700101001."


def test_the_same_list_twice_changes_nothing_and_records_nothing(db):
    import_areas(HEADER + DISTRICT + STREET)
    report = import_areas(HEADER + DISTRICT + STREET)
    assert (report.added, report.changed, report.same) == (0, 0, 2)
    assert len(facts(db, "area.imported")) == 1


def test_a_new_name_changes_the_area_that_is_known(db):
    import_areas(HEADER + DISTRICT)
    report = import_areas(HEADER + DISTRICT.replace("区", "新区"))
    db.session.expire_all()
    assert report.changed == 1
    assert db.session.get(Area, "700101").name_zh == "新区"


def test_one_bad_line_keeps_the_whole_list_out(db):
    report = import_areas(HEADER + DISTRICT + STREET + "700101001051,grid,格,G,700101001,2019-01-01\n")
    assert [line.split(":")[0] for line in report.lines()] == ["line 4"]
    assert db.session.scalar(select(func.count(Area.code))) == 0


def test_a_dry_run_counts_and_writes_nothing(db):
    assert import_areas(HEADER + DISTRICT, dry_run=True).added == 1
    assert db.session.get(Area, "700101") is None


def test_a_list_cannot_move_an_area_to_another_parent():
    import_areas(HEADER + DISTRICT + DISTRICT.replace("700101", "700102") + STREET)
    report = import_areas(HEADER + STREET.replace(",700101,", ",700102,"))
    assert report.lines() == [
        "line 2: 700101001 is known with another level, parent or first day; a move is a succession"
    ]


SHAPE = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "%s", "geom_source": "schematic"},
 "geometry": {"type": "Polygon", "coordinates": [[[120, 30], [121, 30], [121, 31], [120, 31], [120, 30]]]}}
]}"""


def test_shapes_are_drawn_once_and_stay_as_they_are(db):
    plant("700101")
    reports = [import_shapes(SHAPE % "700101", dry_run=dry) for dry in (True, False, False)]
    assert [(report.added, report.same) for report in reports] == [(1, 0), (1, 0), (0, 1)]
    area = db.session.get(Area, "700101")
    assert (area.lng_wgs84, area.lat_wgs84, area.east_wgs84, area.geom_source) == (120.5, 30.5, 121.0, "schematic")


def test_the_shape_of_an_unknown_area_is_refused_with_its_line():
    assert import_shapes(SHAPE % "700999").lines() == ["line 2: area 700999 is unknown"]


def test_an_actor_sees_his_subtree_and_what_stands_above_it(db):
    tree = plant(
        "700101", "700101001", "700101001051", "700101001051001", "700101001051002", "700101002", "700101002051"
    )
    worker = Granted((tree["700101001051001"].path,))
    assert codes(queries.listed(worker)) == ["700101", "700101001", "700101001051", "700101001051001"]
    street = Granted((tree["700101002"].path,))
    assert codes(queries.listed(street)) == ["700101", "700101002", "700101002051"]


def test_an_actor_without_grants_sees_nothing():
    plant("700101")
    assert queries.listed(Granted(())) == []


def test_a_foreign_street_is_not_found():
    tree = plant("700101", "700101001", "700101002")
    worker = Granted((tree["700101001"].path,))
    assert queries.one(worker, "700101001").code == "700101001"
    for code in ("700101002", "no-such-code"):
        with pytest.raises(Problem) as refusal:
            queries.one(worker, code)
        assert refusal.value.code == "area.not_found"


def test_the_tree_is_listed_by_parent_level_name_and_code():
    tree = plant("700101", "700101001", "700101002", "700101001051", parks=("700101001401",))
    commander = Granted((tree["700101"].path,))
    assert codes(queries.listed(commander, parent="700101")) == ["700101001", "700101002"]
    assert codes(queries.listed(commander, level="park")) == ["700101001401"]
    assert codes(queries.listed(commander, q="area 700101001")) == ["700101001", "700101001051", "700101001401"]
    assert codes(queries.listed(commander, q="700101002")) == ["700101002"]
    assert queries.listed(commander, q="%") == []
    assert codes(queries.children("700101001")) == ["700101001051", "700101001401"]


def test_a_point_lies_in_the_area_of_each_level_that_holds_it():
    plant("700101", "700101001", "700101002")
    shaped("700101", box(120, 30, 122, 31))
    shaped("700101001", box(120, 30, 121, 31))
    shaped("700101002", box(121, 30, 122, 31))
    assert queries.area_at(121.5, 30.5, "street").code == "700101002"
    assert queries.area_at(121.0, 30.5, "street").code == "700101001"  # on the border: the lower code
    assert queries.area_at(121.5, 30.5, "district").code == "700101"
    assert queries.area_at(123.0, 30.5, "street") is None


@pytest.fixture
def xiacheng():
    """The district as it was, and the one that took it in."""
    streets = [f"330103{number:03}" for number in (1, 2, 3, 5, 6, 7, 8, 9)]
    tree = plant(
        "330103",
        "330105",
        "330105001",
        *streets,
        "330103005051",
        "330103005051001",
        "330103005051002",
        parks=("330103008401",),
    )
    return tree, streets


def merged(streets):
    for number, street in enumerate(streets, start=12):
        succeed(street, becomes=f"330105{number:03}", under="330105", on=MERGER)
    merge("330103", into="330105", on=MERGER)


def test_after_the_merger_of_2021_every_old_code_stands_for_the_new_area(xiacheng):
    _, streets = xiacheng
    merged(streets)
    became = {code: queries.current(code).code for code in (*streets, "330103", "330103005051002", "330103008401")}
    assert became == {
        **{street: f"330105{number:03}" for number, street in enumerate(streets, start=12)},
        "330103": "330105",
        "330103005051002": "330105015051002",
        "330103008401": "330105018401",
    }


def test_after_the_merger_subtrees_hold_the_new_areas_only(db, xiacheng):
    _, streets = xiacheng
    merged(streets)
    root = queries.current("330103005")
    query = select(Area.code).where(queries.in_subtree(root.path), queries.in_force()).order_by(Area.path)
    assert db.session.scalars(query).all() == ["330105015", "330105015051", "330105015051001", "330105015051002"]
    assert [area.code for area in queries.children("330105")][:3] == ["330105001", "330105012", "330105013"]
    assert queries.children("330103") == []


def test_after_the_merger_the_old_rows_are_closed_and_name_their_successor(db, xiacheng):
    _, streets = xiacheng
    merged(streets)
    old, new = db.session.get(Area, "330103005051"), db.session.get(Area, "330105015051")
    assert (old.valid_to, old.successor_code, old.path) == (MERGER, new.code, "330103.330103005.330103005051.")
    assert (new.valid_from, new.valid_to, new.parent_code) == (MERGER, None, "330105015")
    assert (new.name_zh, new.level) == (old.name_zh, old.level)


def test_a_grant_on_a_former_street_reaches_that_street_and_no_other_after_the_merger(xiacheng):
    _, streets = xiacheng
    merged(streets)
    officer = Granted((queries.current("330103005").path,))
    assert codes(queries.listed(officer)) == [
        "330105",
        "330105015",
        "330105015051",
        "330105015051001",
        "330105015051002",
    ]
    assert queries.one(officer, "330103005051").successor_code == "330105015051"
    with pytest.raises(Problem):
        queries.one(officer, "330103006")


def test_each_move_is_one_fact_that_names_both_paths(db, xiacheng):
    _, streets = xiacheng
    merged(streets)
    recorded = [fact.data for fact in facts(db, "area.succeeded")]
    assert len(recorded) == 9
    assert recorded[3] == {
        "code": "330103005",
        "path": "330103.330103005.",
        "successor_code": "330105015",
        "successor_path": "330105.330105015.",
    }
    assert recorded[8]["successor_code"] == "330105"


def test_an_area_that_moves_twice_is_followed_to_its_last_place():
    plant("700101", "700102", "700103", "700101001")
    succeed("700101001", becomes="700102001", under="700102", on=date(2021, 1, 1))
    succeed("700102001", becomes="700103001", under="700103", on=date(2022, 1, 1))
    assert queries.current("700101001").code == "700103001"


def test_successors_in_a_circle_stand_for_nothing(db):
    tree = plant("700101", "700102")
    tree["700101"].end(MERGER, successor_code="700102")
    tree["700102"].end(MERGER, successor_code="700101")
    db.session.flush()
    assert queries.current("700101") is None
    assert queries.current("no-such-code") is None


def test_before_its_last_day_an_area_still_stands_for_itself(clock, xiacheng):
    _, streets = xiacheng
    merged(streets)
    clock.hold(datetime(2021, 4, 8, 15, 59, tzinfo=UTC))
    assert queries.current("330103005").code == "330103005"
    clock.move(60)
    assert queries.current("330103005").code == "330105015"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda: succeed("330103005", becomes="330105001", under="330105", on=MERGER), "area.code_taken"),
        (lambda: succeed("330103005", becomes="330105015", under="330103008", on=MERGER), "area.level_does_not_fit"),
        (lambda: succeed("330103005", becomes="330105015", under="330199", on=MERGER), "area.not_found"),
        (
            lambda: succeed("330103005", becomes="330105015", under="330105", on=date(2030, 1, 1)),
            "area.day_out_of_range",
        ),
        (
            lambda: succeed("330103005", becomes="330105015", under="330105", on=date(2019, 1, 1)),
            "area.day_out_of_range",
        ),
        (lambda: merge("330103", into="330105", on=MERGER), "area.has_children"),
        (lambda: merge("330103002", into="330105", on=MERGER), "area.level_does_not_fit"),
        (lambda: merge("330103002", into="330103002", on=MERGER), "area.level_does_not_fit"),
    ],
)
@pytest.mark.usefixtures("xiacheng")
def test_a_succession_that_makes_no_tree_is_refused_by_name(change, refusal):
    with pytest.raises(Problem) as refused:
        change()
    assert refused.value.code == refusal


def test_an_area_that_has_ended_cannot_move_again(xiacheng):
    _, streets = xiacheng
    merged(streets)
    with pytest.raises(Problem, match=r"area\.not_found"):
        succeed("330103005", becomes="330105099", under="330105", on=MERGER)
