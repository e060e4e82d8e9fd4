"""Cases are found on a phone by words and filters, kept as a list, seen on a map, and taken away as a file."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from backend.core.db import uuid7
from tests.e2e import stage, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.people.case_desk import CaseDesk
from tests.e2e.product import Product
from tests.e2e.words import word
from tests.e2e.world import Someone, World

DISTRICT = "330103"
RUBBISH, LAMP, COLLAPSE = "暴露垃圾", "路灯", "路面塌陷"


@pytest.fixture
def people(world: World) -> dict[str, Someone]:
    place = world.community()
    roles = ("duty_officer", "handler", "grid_worker")
    return {"elsewhere": world.worker(place), **{role: world.someone(role, place) for role in roles}}


@pytest.fixture
def numbers(live_server: Product, people: dict[str, Someone]) -> dict[str, str]:
    """Three cases of the community, the middle one where nobody knows; name → number."""
    worker, officer = (Caller(live_server.origin, people[role]) for role in ("grid_worker", "duty_officer"))
    place = _middle(worker, people["grid_worker"].area_code)
    reported = {
        RUBBISH: stage.report(worker, category_code="E0102", description="菜场后门堆了垃圾", place=place, urgent=False),
        LAMP: stage.report(worker, category_code="P0110", description="公交站旁路灯不亮", urgent=False),
        COLLAPSE: stage.report(worker, description="菜场门口塌了", place=place),
    }
    return {name: officer.get(f"/incidents/{case}")["number"] for name, case in reported.items()}


@contextmanager
def phone_of(someone: Someone, live_server: Product, browser: Browser) -> Iterator[CaseDesk]:
    with phone_page(browser) as page:
        steps.sign_in(page, live_server.origin, someone)
        yield CaseDesk(page, live_server.origin)


def test_an_officer_finds_narrows_keeps_maps_and_takes_away(
    live_server: Product, people: dict[str, Someone], numbers: dict[str, str], browser: Browser, tmp_path: Path
) -> None:
    with phone_of(people["duty_officer"], live_server, browser) as desk:
        desk.opens()
        desk.sees(COLLAPSE, RUBBISH, LAMP)
        desk.looks_for("菜场")
        desk.sees(COLLAPSE, RUBBISH)
        desk.filters(word("find.event"), "市容环境", RUBBISH)
        desk.sees(RUBBISH)
        desk.saves_as("菜场垃圾")
        desk.takes_off(RUBBISH)
        desk.sees(COLLAPSE, RUBBISH)
        desk.page.go_back()
        desk.sees(RUBBISH)

        steps.press(desk.page, "find.map")
        expect(desk.taps_the_only_dot()).to_contain_text("菜场后门堆了垃圾")
        steps.press(desk.page, "find.list")
        file = desk.exports("CSV", tmp_path)
        head, *lines = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
        assert file.suffix == ".csv"
        assert [dict(zip(head, line, strict=True))["任务号"] for line in lines] == [numbers[RUBBISH]]

        desk.opens()
        desk.opens_saved("菜场垃圾")
        desk.sees(RUBBISH)


def test_what_is_not_found_in_a_queue_is_found_in_all_of_them(
    live_server: Product, people: dict[str, Someone], numbers: dict[str, str], browser: Browser
) -> None:
    officer = Caller(live_server.origin, people["duty_officer"])
    [lamp] = officer.get(f"/incidents?q={numbers[LAMP]}")["items"]
    said = {"device_at": officer.get("/time")["now"], "clock_offset_ms": 0, "note": "不归本区"}
    officer.post(f"/incidents/{lamp['id']}/not-accept", id=str(uuid7()), **said)
    with phone_of(people["duty_officer"], live_server, browser) as desk:
        desk.opens()
        desk.looks_for(numbers[LAMP][-6:])
        expect(desk.page.get_by_text(word("find.nothing"))).to_be_visible()
        steps.press(desk.page, "find.everywhere")
        desk.sees(LAMP)
        assert desk.page.url.endswith(f"in=all&q={numbers[LAMP][-6:]}")


def test_a_saved_filter_is_renamed_dropped_and_comes_back(
    live_server: Product, people: dict[str, Someone], numbers: dict[str, str], browser: Browser
) -> None:
    with phone_of(people["duty_officer"], live_server, browser) as desk:
        desk.opens("?urgent=true")
        desk.saves_as("急")
        steps.press(desk.page, "find.saved")
        desk.sheet.get_by_role("button", name=word("saved.edit").format(name="急")).click()
        desk.sheet.get_by_label(word("saved.rename"), exact=True).fill("最急")
        desk.sheet.get_by_role("button", name=word("saved.keep"), exact=True).click()
        expect(desk.saved("最急")).to_contain_text(word("find.n").format(n=1))
        desk.sheet.get_by_role("button", name=word("saved.edit").format(name="最急")).click()
        desk.sheet.get_by_role("button", name=word("saved.forget"), exact=True).click()
        expect(desk.saved("最急")).to_have_count(0)
        desk.closes()
        steps.press(desk.page, "app.undo")
        steps.press(desk.page, "find.saved")
        expect(desk.saved("最急")).to_be_visible()
    assert len(numbers) == 3


def test_a_handler_finds_and_takes_away_only_what_his_unit_has(
    live_server: Product,
    world: World,
    people: dict[str, Someone],
    numbers: dict[str, str],
    browser: Browser,
    tmp_path: Path,
) -> None:
    origin, officer = live_server.origin, Caller(live_server.origin, people["duty_officer"])
    unit = _unit(Caller(origin, world.someone("system_admin", DISTRICT)), people["handler"])
    [case] = officer.get(f"/incidents?q={numbers[RUBBISH]}")["items"]
    for verb, more in (("accept", {}), ("register", {}), ("dispatch", {"unit_id": unit})):
        said = {"device_at": officer.get("/time")["now"], "clock_offset_ms": 0, **more}
        officer.post(f"/incidents/{case['id']}/{verb}", id=str(uuid7()), **said)
    with phone_of(people["handler"], live_server, browser) as handler:
        handler.opens("?in=all")
        handler.sees(RUBBISH)
        handler.looks_for("塌")
        expect(handler.page.get_by_text(word("find.nothing"))).to_be_visible()
        handler.opens("?in=all")
        file = handler.exports("CSV", tmp_path)
        lines = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
        assert [line[0] for line in lines[1:]] == [numbers[RUBBISH]]


def test_a_place_is_chosen_by_its_name_and_back_closes_a_sheet(
    live_server: Product, world: World, people: dict[str, Someone], numbers: dict[str, str], browser: Browser
) -> None:
    place = people["duty_officer"].area_code
    grid = world.name_of(world.grid_of(place), "zh-CN")
    with phone_of(people["duty_officer"], live_server, browser) as desk:
        desk.opens()
        steps.press(desk.page, "find.filter")
        desk.page.go_back()
        expect(desk.sheet).to_have_count(0)
        steps.press(desk.page, "find.filter")
        desk.page.get_by_role("button", name=word("find.any_area")).click()
        desk.page.get_by_label(word("area_pick.find"), exact=True).fill(grid)
        desk.page.get_by_role("button", name=grid).click()
        desk.sheet.locator("button[type=submit]").click()
        expect(desk.page.get_by_role("button", name=f"{word('find.take_off')} {grid}")).to_be_visible()
        assert f"area={world.grid_of(place)}" in desk.page.url
    assert len(numbers) == 3


def test_two_reports_of_the_same_thing_are_offered_side_by_side_and_merged_after_a_question(
    live_server: Product, people: dict[str, Someone], browser: Browser
) -> None:
    origin, officer = live_server.origin, Caller(live_server.origin, people["duty_officer"])
    worker = Caller(origin, people["grid_worker"])
    place = _middle(worker, people["grid_worker"].area_code)
    first, second = (stage.report(worker, description=says, place=place) for says in ("塌了", "有个坑"))
    number = officer.get(f"/incidents/{first}")["number"]
    with phone_of(people["duty_officer"], live_server, browser) as desk:
        steps.open_page(desk.page, f"{origin}/incidents/{second}")
        steps.press(desk.page, "case.compare")
        expect(desk.sheet.get_by_text("塌了")).to_be_visible()
        steps.press(desk.page, "case.into")
        question = desk.page.get_by_role("dialog", name=word("case.into_ask").format(number=number))
        question.get_by_role("button", name=word("case.into_yes"), exact=True).click()
        expect(desk.page.get_by_text(word("case_state.merged")).first).to_be_visible()
        expect(desk.page.get_by_text(word("case.merged_into").format(number=number))).to_be_visible()
    assert [one["id"] for one in officer.get(f"/incidents/{first}")["merged"]] == [second]


def _middle(caller: Caller, code: str) -> dict[str, Any]:
    area = next(one for one in caller.get("/areas")["items"] if one["code"] == code)
    return {"lng_wgs84": area["lng_wgs84"], "lat_wgs84": area["lat_wgs84"], "accuracy_m": 8, "source": "gnss"}


def _unit(admin: Caller, handler: Someone) -> str:
    """A unit of his area, he alone in it."""
    made: dict[str, Any] = {"id": str(uuid7()), "name_zh": f"{handler.name}队", "name_en": f"Crew {handler.name}"}
    admin.post("/handling-units", **made, area_code=handler.area_code)
    admin.put(f"/handling-units/{made['id']}/members", people=[str(handler.id)])
    return str(made["id"])
