"""A new release reaches an open app: told, taken on a tap, never over what somebody is writing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import front, reporting, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.front import Front
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import World

UPDATE = "navigator.serviceWorker.getRegistration().then((it) => it.update()).then(() => true)"
MARK = "window.beforeTheUpdate = true"
IS_MARKED = "window.beforeTheUpdate === true"
#: A tap, and a page that goes on as before: it asks the server and fetches its files, until it is loaded anew.
TAP_AND_GO_ON = """(name) => {
  const file = performance.getEntriesByType("resource").map((it) => it.name).find((url) => url.includes("/assets/"));
  [...document.querySelectorAll("button")].find((it) => it.textContent.trim() === name).click();
  setInterval(() => [fetch("/api/time"), fetch(file)], 4);
}"""
HOUR_MS = 3_600_000


@pytest.fixture
def released(live_server: Product) -> Iterator[Front]:
    with front.before(live_server.origin) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with phone_page(browser) as page:
        yield page


def release(page: Page, released: Front) -> None:
    """The server has a newer client, and the browser looks."""
    released.release += 1
    page.evaluate(UPDATE)


def test_an_update_is_told_and_taken_on_a_tap(released: Front, world: World, page: Page) -> None:
    steps.sign_in(page, released.origin, world.worker(world.community()))
    steps.wait_for_worker(page)
    page.evaluate(MARK)
    release(page, released)
    expect(page.get_by_text(word("app.update"))).to_be_visible()
    # Nothing happens by itself: the page is still the old one.
    assert page.evaluate(IS_MARKED)
    with page.expect_event("load"):
        steps.press(page, "app.reload")
    assert not page.evaluate(IS_MARKED)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(word("app.update"))).to_have_count(0)


def test_an_update_comes_through_while_the_page_goes_on(released: Front, world: World, page: Page) -> None:
    steps.sign_in(page, released.origin, world.worker(world.community()))
    steps.wait_for_worker(page)
    # Where the old worker is still asked, every second one is held up.
    for _ in range(4):
        release(page, released)
        expect(page.get_by_role("button", name=word("app.reload"))).to_be_visible()
        with page.expect_event("load"):
            page.evaluate(TAP_AND_GO_ON, word("app.reload"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text(word("app.update"))).to_have_count(0)


def test_what_somebody_writes_is_not_lost_to_an_update(released: Front, world: World, page: Page) -> None:
    place = world.community()
    worker = world.worker(place)
    order = Caller(released.origin, world.commander(place)).order(place)
    steps.sign_in(page, released.origin, worker)
    steps.wait_for_worker(page)
    page.get_by_role("link", name=order["texts"]["zh"]["headline"]).click()
    steps.press(page, "answer.needs_help")
    steps.press(page, "answer.add_need")
    note = page.get_by_label(word("answer.add_need"))
    note.fill("三楼有两位老人，需要担架")
    release(page, released)
    expect(page.get_by_text(word("app.update_later"))).to_be_visible()
    expect(page.get_by_role("button", name=word("app.reload"))).to_have_count(0)
    expect(note).to_have_value("三楼有两位老人，需要担架")
    steps.press(page, "answer.send")
    # The form is done: now it may be updated.
    expect(note).to_have_count(0)
    steps.settled(page)
    with page.expect_event("load"):
        steps.press(page, "app.reload")
    expect(page.get_by_text(word("app.update_later"))).to_have_count(0)


def test_an_update_waits_for_an_unsaved_report_and_sends_afterwards_what_was_waiting_before(
    released: Front, world: World, page: Page
) -> None:
    origin, worker = released.origin, world.worker(world.grid_of(world.community()))
    page.context.grant_permissions(["geolocation"], origin=origin)
    reporting.sign_in(page, origin, worker)
    released.restarting.add("/api/incidents")
    reporting.seal(page, origin, "更新之前")
    page.goto(f"{origin}/report")
    page.get_by_role("button", name=reporting.RUBBISH, exact=True).first.click()
    page.get_by_label(word("report.words")).fill("写了一半")
    release(page, released)
    expect(page.get_by_text(word("app.update_later"))).to_be_visible()
    expect(page.get_by_role("button", name=word("app.reload"))).to_have_count(0)

    # The form is left, its draft kept: now it may be updated.
    page.get_by_role("link", name=word("app.name")).click()
    steps.settled(page)
    with page.expect_event("load"):
        steps.press(page, "app.reload")
    assert reporting.arrived(origin, worker) == []
    released.restarting.clear()
    page.goto(f"{origin}/outbox")
    steps.press(page, "outbox.send")
    eventually(lambda: reporting.arrived(origin, worker) == ["更新之前"], within=30, what="what waited")
    page.goto(f"{origin}/report")
    expect(page.get_by_label(word("report.words"))).to_have_value("写了一半")
    expect(page.get_by_text(word("app.update"))).to_have_count(0)


def test_an_open_app_looks_for_an_update_every_hour(released: Front, world: World, page: Page) -> None:
    page.clock.install()
    steps.sign_in(page, released.origin, world.worker(world.community()))
    steps.wait_for_worker(page)
    released.release += 1
    before = released.asked_for_worker
    page.clock.fast_forward(HOUR_MS - 60_000)
    assert released.asked_for_worker == before
    page.clock.fast_forward(120_000)
    expect(page.get_by_text(word("app.update"))).to_be_visible()
