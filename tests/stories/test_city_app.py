"""A citizen reports a collapse in the city's own app, and the app sees what becomes of it, to the end."""

import io
from typing import Any

import pytest
from flask import Flask

from backend.core.db import db as database
from backend.push.models import Notice
from tests.builders import incidents, photos
from tests.builders.applications import App, case, let_in
from tests.builders.cases import Crew
from tests.builders.incidents import COLLAPSE, IN_WEST
from tests.cast import CHAOMING, Cast
from tests.client import ActingClient

PICTURE = photos.with_position()
MINUTE, HOUR = 60, 3_600


@pytest.fixture
def crew(client: ActingClient, clock: Any, cast: Cast) -> Crew:
    incidents.draw_map()
    return Crew(client, cast)


@pytest.fixture
def city(app: Flask, crew: Crew) -> App:
    return App(app, let_in(CHAOMING, "城市服务App")[1])


def seen(city: App, number: str) -> tuple[str, str, str | None]:
    [shown] = city.get(f"requests/{number}.json", api_key=city.key).json
    return shown["status"], shown["status_notes"], shown["agency_responsible"]


def test_a_collapse_reported_in_the_citys_app_is_handled_and_the_app_sees_it(
    city: App, crew: Crew, cast: Cast, clock: Any
) -> None:
    where = {"lat": IN_WEST["lat_wgs84"], "long": IN_WEST["lng_wgs84"]}
    said = {"description": "刀茅巷口路面塌了", "phone": "13912345678", "media": (io.BytesIO(PICTURE), "p.jpg")}
    number = city.reported(service_code=COLLAPSE, **{"attribute[DANGER]": "vehicles"}, **where, **said)
    found = str(case(number).id)
    assert seen(city, number) == ("open", "已收到，待受理", None)

    the_desk_is_woken_and_sees_the_photo(crew, cast, found)
    desk = cast.chaoming_duty
    for verb, words in (("accept", "已受理"), ("register", "已立案，待派遣")):
        clock.move(2 * MINUTE)
        crew.step(desk, found, verb, note="现场已通知")
        assert seen(city, number) == ("open", words, None)
    crew.step(desk, found, "dispatch", unit_id=str(crew.unit.id))
    [dispatched] = city.get(f"requests/{number}.json").json
    # Two urgent hours, from four minutes past nine on.
    assert dispatched["expected_datetime"] == "2026-03-02T11:04:00+08:00"

    unit = crew.unit.name_zh
    clock.move(HOUR)
    crew.step(crew.handler, found, "start")
    assert seen(city, number) == ("open", "处置中", unit)
    crew.step(crew.handler, found, "handle", note="已围挡")
    crew.step(crew.verifier, found, "check", passed=False, note="仍未回填")
    assert seen(city, number) == ("open", "核查未通过，重新处置中", unit)
    crew.step(crew.handler, found, "handle", note="已回填")
    clock.move(MINUTE)
    crew.step(crew.verifier, found, "check", passed=True, note="路面已恢复")
    assert seen(city, number) == ("closed", "已处理完成并经核查：路面已恢复", unit)
    [closed] = city.get("requests.json", status="closed").json
    assert (closed["service_request_id"], closed["updated_datetime"]) == (number, "2026-03-02T10:05:00+08:00")
    assert closed["description"] is None


def the_desk_is_woken_and_sees_the_photo(crew: Crew, cast: Cast, found: str) -> None:
    woken = database.session.query(Notice).filter_by(kind="incident.reported").all()
    assert [notice.person_id for notice in woken] == [cast.chaoming_duty.id]
    desk = crew.client.as_(cast.chaoming_duty)
    [first] = desk.get("/api/incidents?group=desk&order=due").json["items"]
    assert (first["id"], first["urgent"], first["source"]) == (found, True, "hotline")
    assert (first["photos"]["arrived"], first["photos"]["expected"]) == (1, 1)
    whole = desk.get(f"/api/incidents/{found}").json
    assert whole["description"] == "刀茅巷口路面塌了\n现场危险：有车辆陷入"
    assert desk.get(f"/api/open311/reports/{found}").json["origin"]["contact"]["phone"] == "13912345678"
