"""Names, grids and shapes, kept by the system administrator of a subtree."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from shapely import box, unary_union
from shapely.geometry import mapping, shape
from sqlalchemy import func, select

from backend.areas.actions.import_list import import_list
from backend.areas.actions.make_grids import make_grids
from backend.areas.models import Area
from backend.core.db import db as database
from backend.core.facts import Fact
from tests.builders import people
from tests.builders.areas import plant, shaped
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, DISTRICT, WULIN, XIANLIN, Cast
from tests.client import ActingClient

NEW = f"{CHAOMING}058"


@pytest.fixture
def system(client: ActingClient, cast: Cast, clock: Any) -> ActingClient:
    plant(NEW)
    shaped(NEW, box(120.1, 30.2, 120.2, 30.3))
    return client.as_(people.person("常青", CHAOMING, "system_admin", username="chang"))


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def make(client: ActingClient, count: int, community: str = NEW) -> Any:
    return client.post(f"/api/areas/{community}/grids", json={"count": count})


def grids(db: Any, community: str = NEW) -> list[Area]:
    query = select(Area).where(Area.parent_code == community).order_by(Area.code)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def test_a_community_gets_so_many_grids_that_fill_it(system: ActingClient, db: Any) -> None:
    answer = make(system, 5)
    assert [item["code"] for item in answer.json["items"]] == [f"{NEW}{number:03}" for number in range(1, 6)]
    made = grids(db)
    assert [grid.name_zh for grid in made][:2] == [f"区划{NEW}第1网格", f"区划{NEW}第2网格"]
    assert {grid.geom_source for grid in made} == {"schematic"}
    assert unary_union([shape(grid.geom) for grid in made]).buffer(1e-6).covers(box(120.1, 30.2, 120.2, 30.3))


@pytest.mark.parametrize("count", [2, 7])
def test_while_nothing_refers_to_them_there_may_be_more_or_fewer(system: ActingClient, db: Any, count: int) -> None:
    make(system, 5)
    assert len(make(system, count).json["items"]) == count
    made = grids(db)
    assert len(made) == count
    assert unary_union([shape(grid.geom) for grid in made]).area == pytest.approx(0.01, rel=1e-3)
    fact = db.session.scalars(select(Fact).where(Fact.kind == "area.grids_made").order_by(Fact.seq.desc())).first()
    assert fact.data == {"grids": count, "added": max(count - 5, 0), "removed": max(5 - count, 0)}


def test_the_same_number_again_changes_nothing(system: ActingClient, db: Any) -> None:
    make(system, 3)
    make(system, 3)
    kinds = db.session.scalars(select(Fact.kind).where(Fact.subject_id == NEW)).all()
    assert kinds.count("area.grids_made") == 1


def test_grids_that_people_belong_to_are_never_split_anew(system: ActingClient, db: Any) -> None:
    make(system, 3)
    people.person("王七", f"{NEW}002")
    db.session.commit()
    assert code(make(system, 4)) == (409, "area.grids_in_use")
    assert len(grids(db)) == 3


def test_grids_on_which_a_role_was_ever_held_are_never_split_anew(system: ActingClient, cast: Cast, clock: Any) -> None:
    make(system, 3)
    people.grant(cast.grid_worker, "grid_worker", f"{NEW}003").revoked_at = clock.now()
    database.session.commit()
    assert code(make(system, 4)) == (409, "area.grids_in_use")


def test_surveyed_grids_are_never_split_anew(system: ActingClient, db: Any) -> None:
    make(system, 2)
    grids(db)[0].geom_source = "survey"
    db.session.commit()
    assert code(make(system, 3)) == (409, "area.grids_in_use")


def test_only_communities_and_parks_of_the_own_subtree_have_grids(system: ActingClient) -> None:
    assert code(make(system, 3, CHAOMING)) == (409, "area.level_does_not_fit")
    assert code(make(system, 3, DAOMAO_WEST)) == (409, "area.level_does_not_fit")
    for foreign in (XIANLIN, WULIN, DISTRICT, "nothing"):
        assert code(make(system, 3, foreign)) == (404, "area.not_found")
    assert make(system, 0).status_code == make(system, 61).status_code == 422


def test_a_name_is_changed_and_nothing_else(system: ActingClient, db: Any) -> None:
    answer = system.patch(f"/api/areas/{DAOMAO}", json={"name_zh": "刀茅巷社区", "name_en": "Daomao"})
    assert (answer.json["name_zh"], answer.json["name_en"], answer.json["level"]) == (
        "刀茅巷社区",
        "Daomao",
        "community",
    )
    system.patch(f"/api/areas/{DAOMAO}", json={"name_zh": "刀茅巷社区"})
    facts = db.session.scalars(select(Fact).where(Fact.kind == "area.renamed")).all()
    assert [(fact.subject_id, fact.data) for fact in facts] == [(DAOMAO, {"fields": ["name_en", "name_zh"]})]
    assert system.patch(f"/api/areas/{DAOMAO}", json={"code": "1"}).status_code == 422
    assert system.patch(f"/api/areas/{DAOMAO}", json={"name_zh": "  "}).status_code == 422
    assert code(system.patch(f"/api/areas/{NEW}", json={"name_zh": "刀茅巷社区"})) == (409, "area.name_taken")
    assert code(system.patch(f"/api/areas/{XIANLIN}", json={"name_zh": "x"})) == (404, "area.not_found")


def collection(*codes: str, polygon: Any = None) -> str:
    geometry = mapping(polygon or box(120.11, 30.21, 120.12, 30.22))
    one = [
        {"type": "Feature", "properties": {"code": each, "geom_source": "survey 2026"}, "geometry": geometry}
        for each in codes
    ]
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(map(json.dumps, one)) + "\n]}"


def draw(client: ActingClient, geojson: str, *, dry: bool = False) -> Any:
    return client.post("/api/areas/shapes", json={"geojson": geojson, "dry_run": dry})


def test_shapes_are_drawn_inside_the_own_subtree_after_a_dry_run(system: ActingClient, db: Any) -> None:
    dry = draw(system, collection(DAOMAO, NEW), dry=True)
    assert (dry.json["added"], dry.json["changed"], dry.json["errors"]) == (1, 1, [])
    assert db.session.get_one(Area, DAOMAO).geom is None
    draw(system, collection(DAOMAO, NEW))
    assert db.session.get_one(Area, DAOMAO, populate_existing=True).geom_source == "survey 2026"
    assert draw(system, collection(DAOMAO, NEW)).json["same"] == 2


def test_a_foreign_areas_shape_is_an_unknown_ones(system: ActingClient, db: Any) -> None:
    for foreign in (XIANLIN, "nothing"):
        errors = draw(system, collection(DAOMAO, foreign)).json["errors"]
        assert [(error["line"], error["zh"]) for error in errors] == [(3, f"没有区划 {foreign}")]
    assert db.session.get_one(Area, DAOMAO).geom is None


@pytest.mark.parametrize("text", ["hello", "{}", '{"features": []}', '{"features": [7]}'])
def test_what_is_no_geojson_is_refused_in_both_languages(system: ActingClient, text: str) -> None:
    (error,) = draw(system, text).json["errors"]
    assert "GeoJSON" in error["zh"]
    assert error["en"]


def test_two_lists_at_once_give_no_code_twice(app: Flask, committed: Any) -> None:
    Cast()
    actors = [people.actor(people.person(name, CHAOMING, "system_admin")) for name in ("甲", "乙")]
    committed.session.commit()
    barrier = Barrier(2)

    def grow(number: int) -> int:
        with app.app_context():
            barrier.wait()
            rows = [{"line": line, "cells": [f"新{number}社区{line}"]} for line in range(2, 12)]
            report = import_list(
                actors[number], under=CHAOMING, columns=["name_zh"], rows=rows, make_parents=False, dry_run=False
            )
            make_grids(actors[number], DAOMAO, count=2)
            database.session.commit()
            return report["created"]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(grow, range(2))) == [10, 10]
    made = select(func.count()).select_from(Area).where(Area.name_zh.startswith("新"))
    assert committed.session.scalar(made) == 20
