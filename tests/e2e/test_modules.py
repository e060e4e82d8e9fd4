"""A grid worker visits a dwelling without a network: the phone says orange, and so does the server later on."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.builders import modules
from tests.e2e import steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.reporting import anew, photo
from tests.e2e.stage import registered
from tests.e2e.stored import stored
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone, World

PATIENCE_MS = 60_000
#: Whoever opens a database that is not there yet makes an empty one.
IS_THERE = "indexedDB.databases().then((all) => all.some(({ name }) => name === 'cockpit-modules'))"
#: Also an alarm that stands there for a moment only is one.
ALARMS = """(() => {
  window.alarms = [];
  const look = () => {
    for (const { textContent: said } of document.querySelectorAll("[role=alert]"))
      if (!window.alarms.includes(said)) window.alarms.push(said);
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
})()"""


@pytest.fixture
def worker(world: World) -> Someone:
    return world.worker(world.community())


@pytest.fixture
def entity_id(live_server: Product, world: World, worker: Someone) -> str:
    """A dwelling of the worker's grid, green."""
    street = worker.area_code[:9]
    commander = Caller(live_server.origin, world.someone("commander", street))
    return registered(commander, Caller(live_server.origin, worker), street, worker.area_code)


@pytest.fixture
def context(live_server: Product, worker: Someone, entity_id: str, browser: Browser) -> Iterator[BrowserContext]:
    """Signed in, and the newest rows have come along: a moment after the first screen."""
    with phone_page(browser) as page:
        _comes_along(page, live_server.origin, worker, entity_id)
        yield page.context


def _comes_along(page: Page, origin: str, who: Someone, entity_id: str) -> None:
    steps.sign_in(page, origin, who)
    steps.wait_for_worker(page)

    def has_come() -> bool:
        return page.evaluate(IS_THERE) and any(
            one["id"] == entity_id for one in stored(page, "cockpit-modules", "rows")
        )

    eventually(has_come, within=60, what="the rows of the place")


def test_a_visit_without_a_network_turns_a_dwelling_orange_here_and_later_there(
    live_server: Product, world: World, worker: Someone, context: BrowserContext, entity_id: str
) -> None:
    origin = live_server.origin
    officer = Caller(origin, world.someone("duty_officer", worker.area_code[:9]))
    context.set_offline(True)
    visit(origin, context, officer.get("/time")["now"][:10])
    assert whole(officer, entity_id)["state"] == "green"

    # The tab is killed; the network comes back.
    for page in context.pages:
        page.close()
    context.set_offline(False)
    page = anew(context, f"{origin}/outbox")
    expect(page.get_by_text(word("outbox.photos").format(arrived=1, expected=1))).to_be_visible(timeout=PATIENCE_MS)
    found = whole(officer, entity_id)
    assert (found["state"], found["why"]["zh"]) == ("orange", "橙: 燃气 1 项")
    assert len(found["forms"]) == 2
    eventually(lambda: whole(officer, entity_id)["photos"][0]["arrived_at"], within=60, what="its photo")
    assert "call_in" in {one["task"] for one in officer.get("/module-tasks")["items"]}
    page.goto(f"{origin}/module-entities/{entity_id}")
    expect(page.locator(".photos img")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text(word("app.waiting"), exact=True)).to_have_count(0)


def test_a_leader_signs_with_a_finger_without_a_network_and_the_row_shows_what_was_drawn(
    live_server: Product, world: World, worker: Someone, entity_id: str, browser: Browser
) -> None:
    origin, leader = live_server.origin, world.someone("commander", worker.area_code[:9])
    with phone_page(browser) as first:
        steps.sign_in(first, origin, leader)
        steps.wait_for_worker(first)
        # Whatever was opened once is there without a network.
        steps.open_page(first, f"{origin}/module-entities/{entity_id}")
        expect(first.get_by_text("刀茅巷 12 号 301").first).to_be_visible()
        first.context.set_offline(True)
        first.context.add_init_script(ALARMS)
        page = anew(first.context, f"{origin}/module-entities/{entity_id}/fill/lift")
        _draws(page, reach=0.02)
        expect(page.get_by_text(word("modules.signature_too_short"))).to_be_visible()
        _draws(page, reach=0.5)
        expect(page.get_by_text(word("modules.signed_as").format(name=leader.name))).to_be_visible()
        steps.press(page, "modules.send")
        drawn = word("modules.drawn_by").format(name=leader.name)
        expect(page.get_by_role("img", name=drawn)).to_be_visible()
        assert page.evaluate("alarms") == []
        page.context.set_offline(False)
        caller = Caller(origin, leader)
        eventually(lambda: "lifted_by" in whole(caller, entity_id)["data"], within=60, what="the signed form")
        assert whole(caller, entity_id)["data"]["lifted_by"].startswith(f"{leader.name}\nM")
        again = anew(page.context, f"{origin}/module-entities/{entity_id}")
        expect(again.get_by_role("img", name=drawn)).to_be_visible()


def _draws(page: Page, *, reach: float) -> None:
    """From the middle of the sheet, so far across it."""
    sheet = page.get_by_role("img", name=word("modules.sign_here"))
    box = sheet.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.5
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x + box["width"] * reach * step / 8, y + box["height"] * reach * 0.4 * (-1) ** step)
    page.mouse.up()


def visit(origin: str, context: BrowserContext, today: str) -> None:
    context.add_init_script(ALARMS)
    page = anew(context, f"{origin}/modules/{modules.HOUSING}")
    expect(page.get_by_text("没有连上服务器。本机有最新的 1 条")).to_be_visible()
    page.get_by_role("link", name="刀茅巷 12 号 301").click()
    page.get_by_role("link", name=word("modules.do"), exact=True).click()
    page.get_by_label("实住人数").fill("3")
    steps.press(page, "modules.after")
    page.get_by_role("button", name="添加一项隐患", exact=True).click()
    page.get_by_label("隐患类别").select_option("gas")
    page.get_by_text("较大", exact=True).click()

    # Killed by the camera: what was filled in is there again.
    expect(page.get_by_text("橙: 燃气 1 项")).to_be_visible()
    page = anew(context, page.url)
    expect(page.get_by_text(word("modules.resumed"))).to_be_visible()
    steps.press(page, "modules.send")
    unfit = word("modules.faults").format(n=1)
    expect(page.get_by_text(unfit)).to_be_visible()
    page.get_by_label("发现日期").fill(today)
    page.locator("input[capture]").set_input_files(photo("gas.jpg", "red"))
    expect(page.locator(".strip li")).to_have_count(1)
    steps.press(page, "modules.send")
    expect(page.get_by_text("橙: 燃气 1 项")).to_be_visible()
    expect(page.get_by_text(word("modules.worked_out_here").format(n=1))).to_be_visible()
    assert page.evaluate("alarms") == [unfit]


def whole(who: Caller, entity_id: str) -> Any:
    return who.get(f"/module-entities/{entity_id}")
