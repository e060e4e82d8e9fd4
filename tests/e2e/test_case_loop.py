"""A case on three phones: the desk leads it on with one thumb, a unit handles it with a picture, the desk checks."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core.db import uuid7
from tests.e2e import one_key, stage, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.test_report import BASEMENT, photo, take
from tests.e2e.words import word
from tests.e2e.world import Someone, World

DISTRICT = "330103"


@pytest.fixture
def street(world: World) -> str:
    return world.community()[:9]


@pytest.fixture
def people(world: World, street: str) -> dict[str, Someone]:
    return {role: world.someone(role, street) for role in ("duty_officer", "handler", "grid_worker")}


@pytest.fixture
def unit(live_server: Product, world: World, street: str, people: dict[str, Someone]) -> str:
    """A handling unit of the street, with its one handler; its name."""
    admin = Caller(live_server.origin, world.someone("system_admin", DISTRICT))
    made = {"id": str(uuid7()), "name_zh": f"{street}城管中队", "name_en": f"Crew {street}", "area_code": street}
    admin.post("/handling-units", **made)
    admin.put(f"/handling-units/{made['id']}/members", people=[str(people["handler"].id)])
    return made["name_zh"]


@pytest.fixture
def phones(live_server: Product, people: dict[str, Someone], browser: Browser) -> Iterator[dict[str, Page]]:
    with ExitStack() as stack:
        pages = {role: stack.enter_context(phone_page(browser)) for role in ("duty_officer", "handler")}
        for role, page in pages.items():
            page.context.grant_permissions(["geolocation", "notifications"], origin=live_server.origin)
            page.context.set_geolocation(BASEMENT)
            steps.sign_in(page, live_server.origin, people[role])
        yield pages


def test_the_desk_leads_a_case_on_with_one_thumb_and_the_unit_handles_it_with_a_picture(
    live_server: Product, people: dict[str, Someone], unit: str, phones: dict[str, Page]
) -> None:
    origin, desk, crew = live_server.origin, phones["duty_officer"], phones["handler"]
    case = stage.report(Caller(origin, people["grid_worker"]))
    officer = Caller(origin, people["duty_officer"])

    desk.goto(f"{origin}/incidents")
    for verb in ("accept", "register", "dispatch"):
        steps.press(desk, f"verb.{verb}")
    desk.get_by_role("dialog").get_by_role("button", name=unit).click()
    expect(desk.get_by_text(word("case.list_none"))).to_be_visible()
    assert officer.get(f"/incidents/{case}")["state"] == "dispatched"

    crew.goto(f"{origin}/incidents")
    steps.press(crew, "verb.start")
    expect(crew.get_by_text(word("case_state.handling"))).to_be_visible()
    crew.get_by_role("link", name="路面塌陷", exact=True).click()
    steps.press(crew, "verb.handle")
    sheet = crew.get_by_role("dialog")
    take(crew, photo("after.jpg", "green"))
    sheet.get_by_label(word("case.note")).fill("已回填压实")
    sheet.get_by_role("button", name=word("verb.handle"), exact=True).click()
    expect(crew.get_by_text(word("case_state.handled"))).to_be_visible()
    expect(crew.get_by_text("已回填压实")).to_be_visible()

    desk.goto(f"{origin}/incidents/{case}")
    expect(desk.get_by_role("heading", name=word("case.use_handle"))).to_be_visible()
    expect(desk.locator("button[aria-label] img")).to_be_visible(timeout=60_000)
    steps.press(desk, "verb.check")
    steps.press(desk, "case.passed")
    expect(desk.get_by_text(word("case_state.closed"))).to_be_visible()
    closed = officer.get(f"/incidents/{case}")
    assert (closed["state"], closed["photos"]["arrived"]) == ("closed", 1)


def test_a_step_taken_without_a_network_waits_and_is_refused_by_name_if_somebody_was_faster(
    live_server: Product, people: dict[str, Someone], phones: dict[str, Page]
) -> None:
    origin, desk = live_server.origin, phones["duty_officer"]
    case = stage.report(Caller(origin, people["grid_worker"]))
    steps.wait_for_worker(desk)
    desk.goto(f"{origin}/incidents/{case}")
    expect(desk.get_by_role("button", name=word("verb.accept"), exact=True)).to_be_visible()
    desk.context.set_offline(True)
    steps.press(desk, "verb.accept")
    expect(desk.get_by_text(word("case.waiting_for").format(verb=word("verb.accept")))).to_be_visible()
    officer = Caller(origin, people["duty_officer"])
    said = {"device_at": officer.get("/time")["now"], "clock_offset_ms": 0}
    officer.post(f"/incidents/{case}/not-accept", id=str(uuid7()), note="重复上报", **said)

    desk.context.set_offline(False)
    expect(desk.get_by_text(word("case.blocked").format(verb=word("verb.accept")))).to_be_visible(timeout=60_000)
    assert officer.get(f"/incidents/{case}")["state"] == "not_accepted"


def test_one_tap_begins_an_order_with_the_cases_plan_and_place_and_each_shows_the_other(
    live_server: Product, world: World, street: str, people: dict[str, Someone], browser: Browser
) -> None:
    origin = live_server.origin
    worker, commander = Caller(origin, people["grid_worker"]), world.commander(street)
    case = stage.report(worker, category_code="E0404", description="电梯困人，两人。")
    plan = Caller(origin, commander).plan("elevator_trapped")
    with phone_page(browser) as page:
        steps.sign_in(page, origin, commander)
        page.goto(f"{origin}/incidents/{case}")
        page.get_by_role("link", name=word("case.to_order"), exact=True).click()
        expect(page.get_by_role("heading", name=plan["title"]["zh"])).to_be_visible()
        expect(page.get_by_role("button", name=world.name_of(street, "zh-CN"), exact=True)).to_be_visible()
        expect(page.get_by_text(word("key.recipients"))).to_be_visible()
        steps.press(page, "key.to_text")
        for slot in plan["slots"]:
            field = page.get_by_label(slot["label"]["zh"])
            if not field.input_value():
                field.fill(slot["example"]["zh"])
        one_key.keep_pressed(page, page.locator("button.hold"))
        page.wait_for_url("**/command/orders/*")
        page.get_by_role("link", name=word("board.cause"), exact=True).click()
        page.wait_for_url(f"**/incidents/{case}")
        expect(page.get_by_role("heading", name=word("case.orders"))).to_be_visible()
        [order] = Caller(origin, commander).get(f"/incidents/{case}/orders")["items"]
        expect(page.get_by_role("link", name=order["texts"]["zh"]["headline"])).to_be_visible()
