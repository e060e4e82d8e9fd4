"""The three main tasks without a finger and without a mouse, the focus seen all the way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e import keyboard
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone, World

#: The file that puts the focus on the name of a page, and a while after it has come.
ARRIVAL = "**/assets/arrival-*.js"
WHEN_IT_HAS_RUN = """
    async (url) => {
        await import(url);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
"""


@pytest.fixture
def page(live_server: Product, browser: Browser) -> Iterator[Page]:
    with phone_page(browser) as page:
        yield page


def test_a_worker_signs_in_and_answers_an_order(live_server: Product, world: World, page: Page) -> None:
    place, origin = world.community(), live_server.origin
    worker, commander = world.worker(place), Caller(origin, world.commander(place))
    order = commander.order(place)
    sign_in(page, origin, worker)
    keyboard.press(page, page.get_by_role("link", name=order["texts"]["zh"]["headline"]).first)
    page.wait_for_url(f"**/orders/{order['id']}")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    for answer in ("acknowledged", "en_route", "arrived"):
        keyboard.press(page, button(page, f"answer.{answer}"))
        eventually(lambda answer=answer: commander.totals(order)[answer] == 1, what=answer)


def test_a_volunteer_checks_in_and_takes_it_back(live_server: Product, world: World, page: Page) -> None:
    place, origin = world.community(), live_server.origin
    officer = Caller(origin, world.someone("duty_officer", place))
    sign_in(page, origin, world.someone("volunteer", place))
    keyboard.press(page, button(page, "duty.available"), "Space")
    expect(page.get_by_role("heading", name=word("duty.standing_by"))).to_be_visible()
    eventually(lambda: officer.get("/duty")["standby"] == 1, what="the volunteer on the roster")
    keyboard.press(page, button(page, "duty.not_today"))
    expect(page.get_by_role("heading", name=word("duty.today"))).to_be_visible()
    eventually(lambda: officer.get("/duty")["standby"] == 0, what="an empty roster")


def test_a_commander_issues_an_order_by_one_key(live_server: Product, world: World, page: Page) -> None:
    place, origin = world.community(), live_server.origin
    commander = world.commander(place)
    area, plan = world.name_of(place, "zh-CN"), Caller(origin, commander).plan()
    world.worker(place, is_lead=True)
    sign_in(page, origin, commander)
    keyboard.press(page, page.get_by_role("link", name=word("nav.one_key"), exact=True))
    keyboard.press(page, page.get_by_role("button", name=plan["title"]["zh"]))
    keyboard.press(page, page.locator("summary").filter(has_text=word("command.list")))
    keyboard.write(page, page.get_by_label(word("command.search"), exact=True), area)
    row = page.get_by_role("listitem").filter(has_text=area).get_by_role("checkbox").first
    keyboard.press(page, row, "Space")
    expect(row).to_be_checked()
    keyboard.press(page, button(page, "key.to_text"))
    for slot in plan["slots"]:
        keyboard.write(page, page.get_by_label(slot["label"]["zh"]), slot["example"]["zh"])
    held = page.locator("button.hold")
    keyboard.reach(page, held)
    page.keyboard.down("Enter")
    page.wait_for_url("**/command/orders/*")
    page.keyboard.up("Enter")
    expect(page.get_by_role("heading", name=word("board.totals"))).to_be_visible()


def test_the_first_stop_leads_past_the_head_of_the_page(live_server: Product, world: World, page: Page) -> None:
    origin = live_server.origin
    sign_in(page, origin, world.worker(world.community()))
    page.goto(f"{origin}/me")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    keyboard.press(page, page.get_by_role("link", name=word("app.skip")))
    expect(page.locator("main")).to_be_focused()


def test_the_name_of_a_page_that_comes_late_calls_nobody_back(
    live_server: Product, world: World, browser: Browser
) -> None:
    origin, held = live_server.origin, list[Route]()
    worker = world.worker(world.community())

    def hold(route: Route) -> None:
        held.append(route)

    # Without a service worker, whose answers cannot be held up.
    with phone_page(browser, worker=False) as page:
        page.route(ARRIVAL, hold)
        with page.expect_request(ARRIVAL) as asked:
            sign_in(page, origin, worker)
        orders = page.get_by_role("link", name=word("nav.orders"), exact=True)
        keyboard.reach(page, orders)
        held.pop().continue_()
        page.evaluate(WHEN_IT_HAS_RUN, asked.value.url)
        expect(orders).to_be_focused()


def sign_in(page: Page, origin: str, someone: Someone) -> None:
    page.goto(f"{origin}/sign-in")
    keyboard.write(page, page.get_by_label(word("sign_in.username"), exact=True), someone.username)
    keyboard.write(page, page.get_by_label(word("sign_in.password"), exact=True), someone.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{origin}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(word("home.hello").format(name=someone.name))


def button(page: Page, key: str) -> Locator:
    return page.get_by_role("button", name=word(key), exact=True)
