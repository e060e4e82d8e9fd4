"""A drill held at once between two phones: planned, answered, ended, and scored by the clock of the product."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core.db import uuid7
from tests.e2e import looks, one_key, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.looks import Watch
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import World

#: The worker looks every ten seconds for drills whose order has ended.
SCORED_WITHIN_S = 40
SLOTS = {
    "zh-CN": ("塌陷地点", "疏散半径", "现场值班电话"),
    "en": ("Place of the collapse", "Evacuation radius", "Duty phone on site"),
}


def test_a_test_of_the_lines_is_held_at_once_answered_and_scored(
    live_server: Product, world: World, browser: Browser
) -> None:
    place, origin = world.community(), live_server.origin
    commander, worker = world.commander(place), world.worker(place, is_lead=True)
    with phone_page(browser) as theirs, phone_page(browser) as mine:
        steps.sign_in(mine, origin, worker)
        steps.sign_in(theirs, origin, commander)
        theirs.get_by_role("link", name=word("nav.drills"), exact=True).click()
        expect(theirs.get_by_text(word("drills.none_upcoming"))).to_be_visible()
        hold_at_once(theirs, world.name_of(place, "zh-CN"))
        expect(theirs.get_by_role("heading", name=word("drills.now.title"))).to_be_visible()

        drill = mine.get_by_role("link").filter(has_text=word("orders.exercise"))
        expect(drill).to_be_visible()
        drill.click()
        steps.press(mine, "answer.acknowledged")
        expect(mine.get_by_text(word("orders.exercise")).first).to_be_visible()

        theirs.get_by_role("link", name=word("drills.now.board")).click()
        steps.press(theirs, "board.all_clear")
        steps.press(theirs, "board.confirm_all_clear")
        theirs.get_by_role("link", name=word("nav.drills"), exact=True).click()
        it_is_scored(theirs)


def hold_at_once(page: Page, area: str) -> None:
    page.get_by_role("link", name=word("drills.plan")).click()
    page.get_by_text(word("drills.kind.communication_test"), exact=True).click()
    page.get_by_label("值班电话").fill("19900000000")
    steps.press(page, "drills.form.next")
    one_key.choose_area(page, "zh-CN", area)
    steps.press(page, "drills.form.next")
    page.get_by_text(word("drills.form.now"), exact=True).click()
    steps.press(page, "drills.form.next")
    expect(page.get_by_text(word("drills.form.people").format(n=1))).to_be_visible()
    one_key.keep_pressed(page, page.locator("button.hold"))
    page.wait_for_url(re.compile(r"/drills/(?!new)"))


def it_is_scored(page: Page) -> None:
    def is_there() -> bool:
        page.reload()
        expect(page.locator(".loading")).to_have_count(0)
        return bool(page.locator("a.drill.finished").count())

    eventually(is_there, within=SCORED_WITHIN_S, what="the score")
    page.locator("a.drill.finished").click()
    expect(page.get_by_role("heading", name=word("drills.score.title"))).to_be_visible()
    expect(page.locator(".verdict").nth(1)).to_contain_text(word("drills.score.pass"))
    expect(page.get_by_text("1/1 人已答复")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_drills_fit_and_are_accessible_and_ask_nobody_outside(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    place, origin = world.community(), live_server.origin
    commander, worker = world.commander(place), world.worker(place, is_lead=True)
    desk = Caller(origin, commander)
    finished = held(desk, Caller(origin, worker), place)
    coming = desk.post("/drills", **body(desk, place, starts_in=timedelta(days=3)))
    with phone_page(browser, language) as page:
        watch = Watch(origin).over(page.context)
        steps.sign_in(page, origin, commander, language)
        faults: list[str] = []
        for name, path in {"drills": "", "drill-planned": f"/{coming['id']}", "drill-finished": f"/{finished}"}.items():
            steps.open_page(page, f"{origin}/drills{path}")
            faults += looks.faults(page, name, language)
        for name in walk(page, language, world.name_of(place, language)):
            faults += looks.faults(page, name, language)
    assert not faults, "\n".join(faults)
    assert (watch.asked_outside, watch.complaints) == ([], [])


def walk(page: Page, language: Language, area: str) -> Iterator[str]:
    """Plan an exercise up to the last step; pause on each screen."""
    page.goto(page.url.partition("/drills")[0] + "/drills/new")
    page.get_by_text("道路塌陷疏散" if language == "zh-CN" else "Road collapse").first.click()
    for label in SLOTS[language]:
        page.get_by_label(label).fill("120")
    yield "drill-what"
    steps.press(page, "drills.form.next", language)
    one_key.choose_area(page, language, area)
    yield "drill-where"
    steps.press(page, "drills.form.next", language)
    page.get_by_text(word("drills.form.monthly", language), exact=True).click()
    yield "drill-when"
    steps.press(page, "drills.form.next", language)
    expect(page.get_by_role("button", name=word("drills.form.submit", language))).to_be_visible()
    yield "drill-confirm"


def held(desk: Caller, worker: Caller, place: str) -> str:
    """A test of the lines that is over; its id."""
    drill = desk.post("/drills", **body(desk, place))
    now = desk.get("/time")["now"]
    said = {"order_id": drill["order_id"], "state": "acknowledged", "device_at": now, "clock_offset_ms": 0}
    worker.post("/receipts", id=str(uuid7()), **said)
    desk.post(f"/orders/{drill['order_id']}/all-clear", id=str(uuid7()))
    address = f"/drills/{drill['id']}"
    eventually(lambda: desk.get(address)["result"], within=SCORED_WITHIN_S, what="the score")
    return str(drill["id"])


def body(desk: Caller, place: str, starts_in: timedelta | None = None) -> dict[str, Any]:
    now = datetime.fromisoformat(desk.get("/time")["now"])
    plan = desk.get("/plans/communication_test")
    return {
        "id": str(uuid7()),
        "kind": "communication_test",
        "name": "通信测试",
        "plan_code": plan["code"],
        "plan_version": plan["version"],
        "slots": {"phone": "19900000000"},
        "target": {"areas": [place], "roles": ["grid_worker"]},
        "starts_at": (now + starts_in).isoformat() if starts_in else None,
        "repeats": "monthly" if starts_in else "none",
    }
