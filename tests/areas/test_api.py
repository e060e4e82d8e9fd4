"""What the addresses of areas answer, and to whom."""

from datetime import date

import pytest
from shapely import box

from backend.areas.actions.succeed import succeed
from tests import cast
from tests.builders.areas import shaped
from tests.cast import Cast


@pytest.fixture
def people(db, clock):
    return Cast()


def codes(response):
    return [item["code"] for item in response.json["items"]]


def test_a_worker_is_listed_his_own_grid_and_what_stands_above_it(client, people):
    listed = client.as_(people.grid_worker).get("/api/areas")
    assert codes(listed) == [cast.DISTRICT, cast.CHAOMING, cast.DAOMAO, cast.DAOMAO_WEST]


def test_a_commander_lists_one_level_below_one_area(client, people):
    commander = client.as_(people.chaoming_commander)
    assert codes(commander.get(f"/api/areas?parent={cast.CHAOMING}")) == [cast.DAOMAO, cast.DONGHE]
    assert codes(commander.get("/api/areas?level=street")) == [cast.CHAOMING]
    assert codes(commander.get(f"/api/areas?q={cast.DONGHE}")) == [cast.DONGHE, cast.DONGHE_WEST]


def test_an_area_is_shown_with_both_names_and_its_days(client, people):
    shown = client.as_(people.grid_worker).get(f"/api/areas/{cast.CHAOMING}")
    assert shown.status_code == 200
    assert shown.json | {"name_zh": None, "name_en": None} == {
        "code": cast.CHAOMING,
        "level": "street",
        "name_zh": None,
        "name_en": None,
        "parent_code": cast.DISTRICT,
        "path": f"{cast.DISTRICT}.{cast.CHAOMING}.",
        "lng_wgs84": None,
        "lat_wgs84": None,
        "valid_from": "2019-01-01",
        "valid_to": None,
        "successor_code": None,
        "current_code": cast.CHAOMING,
    }


@pytest.mark.parametrize("code", [cast.WULIN, cast.XIANLIN_WEST, cast.DAOMAO_EAST, "no-such-code"])
def test_a_foreign_area_is_not_found(client, people, code):
    worker = client.as_(people.grid_worker)
    shown = worker.get(f"/api/areas/{code}")
    assert (shown.status_code, shown.json["code"]) == (404, "area.not_found")
    assert codes(worker.get(f"/api/areas?parent={code}")) == []
    assert worker.get(f"/api/areas/shapes?within={code}").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, people):
    for path in ("", "/shapes", f"/{cast.CHAOMING}"):
        assert client.get(f"/api/areas{path}").status_code == 401


def test_a_former_code_is_shown_with_what_it_is_today(client, people):
    succeed(cast.WULIN, becomes="330103077", under=cast.DISTRICT, on=date(2021, 4, 9))
    shown = client.as_(people.commander).get(f"/api/areas/{cast.WULIN}").json
    assert (shown["valid_to"], shown["successor_code"], shown["current_code"]) == (
        "2021-04-09",
        "330103077",
        "330103077",
    )
    listed = codes(client.as_(people.commander).get("/api/areas?level=street"))
    assert listed == [cast.CHAOMING, "330103077"]


def test_shapes_are_geojson_of_what_the_actor_sees(client, people):
    shaped(cast.CHAOMING, box(120, 30, 121, 31))
    shaped(cast.WULIN, box(121, 30, 122, 31))
    found = client.as_(people.chaoming_commander).get("/api/areas/shapes?level=street").json
    assert found["type"] == "FeatureCollection"
    assert [feature["properties"]["code"] for feature in found["features"]] == [cast.CHAOMING]
    assert found["features"][0]["properties"]["geom_source"] == "schematic"
    assert found["features"][0]["geometry"]["type"] == "Polygon"
    within = client.as_(people.commander).get(f"/api/areas/shapes?within={cast.WULIN}").json
    assert [feature["properties"]["code"] for feature in within["features"]] == [cast.WULIN]


def test_shapes_that_a_phone_has_already_are_not_sent_again(client, people):
    shaped(cast.CHAOMING, box(120, 30, 121, 31))
    commander = client.as_(people.chaoming_commander)
    first = commander.get("/api/areas/shapes")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = commander.get("/api/areas/shapes", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    shaped(cast.CHAOMING, box(120, 30, 121, 31.5))
    assert commander.get("/api/areas/shapes", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("query", ["level=planet", f"q={'x' * 51}", "q=%00"])
def test_a_question_without_sense_is_refused(client, people, query):
    assert client.as_(people.commander).get(f"/api/areas?{query}").status_code == 422
