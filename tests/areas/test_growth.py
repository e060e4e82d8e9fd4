"""Letting the tree grow by a list, over the API: codes proposed, parents by name, every row or none."""

from typing import Any

import pytest
from shapely import box
from shapely.geometry import shape
from sqlalchemy import select

from backend.areas.models import Area
from backend.core.facts import Fact
from tests.builders import people as builders
from tests.builders import workbooks
from tests.builders.areas import shaped
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, DISTRICT, DONGHE, WULIN, XIANLIN, Cast
from tests.client import ActingClient


@pytest.fixture
def system(client: ActingClient, cast: Cast, clock: Any) -> ActingClient:
    """潮鸣街道系统管理员."""
    return client.as_(builders.person("常青", CHAOMING, "system_admin", username="chang"))


def take_in(client: ActingClient, *rows: list[str], columns: str = "name_zh parent", **more: Any) -> Any:
    lines = [{"line": line, "cells": cells} for line, cells in enumerate(rows, start=2)]
    body = {"under": CHAOMING, "columns": columns.split(), "rows": lines, "dry_run": False, **more}
    return client.post("/api/areas/import", json=body)


def faults(report: Any) -> list[tuple[int, str, str]]:
    return [(error["line"], error["column"], error["code"]) for error in report.json["errors"]]


def codes(report: Any) -> list[str]:
    return [line["code"] for line in report.json["outcomes"]]


def test_communities_and_their_grids_come_in_from_one_list_in_any_order(system: ActingClient, db: Any) -> None:
    report = take_in(
        system,
        ["第1网格", "艮山社区"],
        ["艮山社区", ""],
        ["第2网格", "艮山社区"],
        ["东新园区", ""],
        ["甲网格", "东新园区"],
    )
    assert (report.json["created"], report.json["errors"]) == (5, [])
    found = {line["name_zh"]: (line["code"], line["level"]) for line in report.json["outcomes"]}
    assert found == {
        "艮山社区": (f"{CHAOMING}058", "community"),
        "东新园区": (f"{CHAOMING}401", "park"),
        "第1网格": (f"{CHAOMING}058001", "grid"),
        "第2网格": (f"{CHAOMING}058002", "grid"),
        "甲网格": (f"{CHAOMING}401001", "grid"),
    }
    kept = db.session.get_one(Area, f"{CHAOMING}058001")
    assert (kept.path, kept.name_en, kept.valid_from.isoformat()) == (
        f"{DISTRICT}.{CHAOMING}.{CHAOMING}058.{CHAOMING}058001.", "第1网格", "2026-03-02"
    )  # fmt: skip


def test_a_dry_run_shows_the_codes_and_writes_nothing(system: ActingClient, db: Any) -> None:
    report = take_in(system, ["艮山社区", ""], dry_run=True)
    assert (codes(report), report.json["created"]) == ([f"{CHAOMING}058"], 0)
    assert db.session.get(Area, f"{CHAOMING}058") is None


def test_the_same_list_twice_is_like_once(system: ActingClient, db: Any) -> None:
    rows = (["艮山社区", ""], ["第1网格", "艮山社区"])
    take_in(system, *rows)
    again = take_in(system, *rows)
    assert [line["outcome"] for line in again.json["outcomes"]] == ["unchanged", "unchanged"]
    facts = db.session.scalars(select(Fact).where(Fact.kind == "area.imported", Fact.actor_id.is_not(None))).all()
    assert [(fact.data["added"], fact.area_path) for fact in facts] == [(2, f"{DISTRICT}.{CHAOMING}.")]


def test_a_sheet_of_grids_may_make_the_communities_it_names(system: ActingClient) -> None:
    rows = (["第1网格", "艮山社区"], ["第2网格", "艮山社区"])
    assert faults(take_in(system, *rows)) == [
        (2, "parent", "area.import_parent_unknown"), (3, "parent", "area.import_parent_unknown")
    ]  # fmt: skip
    report = take_in(system, *rows, make_parents=True)
    assert [line["level"] for line in report.json["outcomes"]] == ["community", "grid", "grid"]


def test_one_bad_row_keeps_all_of_them_out(system: ActingClient, db: Any) -> None:
    report = take_in(
        system,
        ["艮山社区", "", "社区", f"{CHAOMING}099", "Genshan"],
        ["", "", "", "", ""],
        ["甲", "无此社区", "", "", ""],
        ["乙", "艮山社区", "街道", "", ""],
        ["丙", "艮山社区", "王国", "", ""],
        ["丁", "艮山社区", "", DAOMAO_WEST, ""],
        ["戊", "艮山社区", "", "999001", ""],
        ["己", "艮山社区", "", "a.b", ""],
        ["庚", "艮山社区", "", "", ""],
        ["庚", "艮山社区", "", "", ""],
        ["辛", "", "", XIANLIN, ""],
        ["壬" * 81, "", "", "", ""],
        columns="name_zh parent level code name_en",
    )
    assert faults(report) == [
        (3, "name_zh", "area.import_missing"),
        (4, "parent", "area.import_parent_unknown"),
        (5, "level", "area.level_does_not_fit"),
        (6, "level", "area.import_level"),
        (7, "code", "area.code_taken"),
        (8, "code", "area.import_code_outside"),
        (9, "code", "area.import_code"),
        (11, "name_zh", "area.import_repeated"),
        (12, "code", "area.import_code_outside"),
        (13, "name_zh", "area.import_too_long"),
    ]
    assert all(error["zh"] and error["en"] for error in report.json["errors"])
    assert db.session.get(Area, f"{CHAOMING}099") is None


def test_rows_that_hang_from_each_other_hang_from_nothing(system: ActingClient) -> None:
    report = take_in(system, ["甲", "乙"], ["乙", "甲"])
    assert {fault[2] for fault in faults(report)} == {"area.import_parent_unknown"}


def test_a_known_area_gets_its_other_name_and_keeps_its_place(system: ActingClient, db: Any) -> None:
    name = db.session.get_one(Area, DAOMAO).name_zh
    report = take_in(system, [name, "Daomao Alley"], columns="name_zh name_en")
    assert [(line["outcome"], line["code"]) for line in report.json["outcomes"]] == [("updated", DAOMAO)]
    assert db.session.get_one(Area, DAOMAO, populate_existing=True).name_en == "Daomao Alley"
    renamed = take_in(system, ["刀茅巷社区", DAOMAO], columns="name_zh code")
    assert [line["outcome"] for line in renamed.json["outcomes"]] == ["updated"]
    elsewhere = take_in(system, ["刀茅巷社区", DONGHE], columns="name_zh code")
    assert faults(elsewhere) == [(2, "code", "area.import_known_otherwise")]


def test_new_communities_are_drawn_schematically_inside_their_street(system: ActingClient, db: Any) -> None:
    shaped(CHAOMING, box(120.1, 30.2, 120.2, 30.3))
    report = take_in(system, ["艮山社区", ""], ["第1网格", "艮山社区"], ["第2网格", "艮山社区"])
    # With the two that were there and had no shape.
    assert report.json["drawn"] == 5
    grids = [db.session.get_one(Area, f"{CHAOMING}058{number:03}") for number in (1, 2)]
    assert {grid.geom_source for grid in grids} == {"schematic"}
    community = shape(db.session.get_one(Area, f"{CHAOMING}058").geom)
    assert all(community.buffer(1e-6).covers(shape(grid.geom)) for grid in grids)
    assert grids[0].lng_wgs84 is not None


def test_surveyed_shapes_stay_and_new_ones_find_room_beside_them(system: ActingClient, db: Any) -> None:
    shaped(CHAOMING, box(120.1, 30.2, 120.2, 30.3))
    shaped(DAOMAO, box(120.1, 30.2, 120.15, 30.3))
    db.session.get_one(Area, DAOMAO).geom_source = "survey"
    db.session.commit()
    take_in(system, ["艮山社区", ""])
    assert shape(db.session.get_one(Area, DAOMAO).geom).equals(box(120.1, 30.2, 120.15, 30.3))
    assert shape(db.session.get_one(Area, f"{CHAOMING}058").geom).bounds[0] >= 120.15 - 1e-6


def test_a_list_below_another_street_is_not_found(system: ActingClient) -> None:
    for under in (WULIN, DISTRICT, "no-such"):
        answer = take_in(system, ["艮山社区", ""], under=under)
        assert (answer.status_code, answer.json["code"]) == (404, "area.not_found")
    # A name of the other street is nobody's parent here.
    assert faults(take_in(system, ["甲", XIANLIN])) == [(2, "parent", "area.import_parent_unknown")]


def test_only_who_keeps_the_tree_changes_it(client: ActingClient, cast: Cast) -> None:
    for person in (cast.chaoming_admin, cast.chaoming_commander, cast.grid_worker):
        acting = client.as_(person)
        calls = [
            take_in(acting, ["艮山社区", ""]),
            acting.post("/api/areas/import/sheet", data=b"a"),
            acting.post(f"/api/areas/{DAOMAO}/grids", json={"count": 3}),
            acting.patch(f"/api/areas/{DAOMAO}", json={"name_zh": "x"}),
            acting.post("/api/areas/shapes", json={"geojson": "{}"}),
        ]
        assert {call.status_code for call in calls} == {403}


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["社区", "网格"], ["parent", "name_zh"]),
        (["社区"], ["name_zh"]),
        (["名称", "层级", "上级", "区划代码"], ["name_zh", "level", "parent", "code"]),
    ],
)
def test_a_sheet_of_areas_comes_back_with_its_columns_known(
    system: ActingClient, header: list[str], fields: list[str]
) -> None:
    answer = system.post("/api/areas/import/sheet", data=workbooks.xlsx({"s": [header, ["x"] * len(header)]}))
    assert answer.json["sheets"][0]["fields_guessed"] == fields


@pytest.mark.parametrize(
    "wrong", [{"columns": ["parent"]}, {"columns": ["name_zh", "name_zh"]}, {"columns": ["colour"]}, {"rows": []}]
)
def test_what_a_phone_sends_is_checked(system: ActingClient, wrong: dict[str, Any]) -> None:
    body = {"under": CHAOMING, "columns": ["name_zh"], "rows": [{"line": 1, "cells": ["x"]}], **wrong}
    assert system.post("/api/areas/import", json=body).status_code == 422
