"""One phone, several tabs and several people: each item goes once, as its author's, and nobody reads another's."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.e2e import reporting, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.reporting import arrived
from tests.e2e.stored import stored
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone, World


@pytest.fixture
def worker(world: World) -> Someone:
    return world.worker(world.grid_of(world.community()))


@pytest.fixture
def page(live_server: Product, worker: Someone, browser: Browser) -> Iterator[Page]:
    with phone_page(browser) as page:
        page.context.grant_permissions(["geolocation"], origin=live_server.origin)
        reporting.sign_in(page, live_server.origin, worker)
        yield page


def counted(context: BrowserContext) -> Counter[str]:
    """How often each report is sent, by its key."""
    sent: Counter[str] = Counter()

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/api/incidents"):
            sent[request.headers["idempotency-key"]] += 1

    context.on("request", note)
    return sent


def test_two_tabs_send_each_item_once_and_both_show_how_it_stands(
    live_server: Product, worker: Someone, page: Page
) -> None:
    origin, context = live_server.origin, page.context
    sent = counted(context)
    context.set_offline(True)
    for words in ("一", "二", "三"):
        reporting.seal(page, origin, words)
    page.goto(f"{origin}/outbox")
    other = context.new_page()
    other.goto(f"{origin}/outbox")
    for tab in (page, other):
        expect(tab.get_by_role("listitem").get_by_text(word("outbox.waiting"), exact=True)).to_have_count(3)
    context.set_offline(False)
    for tab in (page, other):
        expect(tab.get_by_text(word("outbox.delivered"), exact=True)).to_have_count(3)
        expect(tab.get_by_role("link", name=word("app.waiting"))).to_have_count(0)
    assert sorted(arrived(origin, worker)) == sorted(["一", "二", "三"])
    assert list(sent.values()) == [1, 1, 1]


def test_what_one_person_made_is_neither_sent_nor_shown_as_anothers_and_goes_when_they_are_back(
    live_server: Product, world: World, worker: Someone, page: Page
) -> None:
    origin, context = live_server.origin, page.context
    order = Caller(origin, world.commander(worker.area_code[:12])).order(worker.area_code[:12])
    other = world.worker(world.elsewhere(worker.area_code))
    page.goto(origin)
    expect(page.get_by_role("link", name=order["texts"]["zh"]["headline"])).to_be_visible()
    context.set_offline(True)
    reporting.seal(page, origin, "甲写的")
    # The session ends; the phone goes from hand to hand.
    context.clear_cookies()
    page.goto("about:blank")
    context.set_offline(False)
    sent = counted(context)
    steps.sign_in(page, origin, other)
    expect(page.get_by_role("link", name=order["texts"]["zh"]["headline"])).to_have_count(0)
    page.goto(f"{origin}/reports")
    expect(page.get_by_text(word("case.none"))).to_be_visible()
    page.goto(f"{origin}/outbox")
    expect(page.get_by_text(word("outbox.theirs").format(n=1))).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=word("outbox.report"))).to_have_count(0)
    leave(page, origin)
    assert (sent, arrived(origin, worker), arrived(origin, other)) == (Counter(), [], [])

    steps.sign_in(page, origin, worker)
    eventually(lambda: arrived(origin, worker) == ["甲写的"], within=30, what="the report, as its author's")
    assert arrived(origin, other) == []


def leave(page: Page, origin: str) -> None:
    page.goto(f"{origin}/me")
    steps.press(page, "me.sign_out")
    page.get_by_role("dialog").get_by_role("button", name=word("me.sign_out"), exact=True).click()
    page.wait_for_url(f"{origin}/sign-in")


def test_nobody_signs_out_over_what_is_unsent_without_taking_it_along_or_sending_it(
    live_server: Product, worker: Someone, page: Page, tmp_path: Path
) -> None:
    origin = live_server.origin
    page.route("**/api/incidents", lambda route: route.fulfill(status=503, headers={"Retry-After": "60"}))
    reporting.seal(page, origin, "送不出去的", reporting.photo("a.jpg", "red"))
    page.goto(f"{origin}/me")
    steps.press(page, "me.sign_out")
    asked = page.get_by_role("dialog")
    expect(asked.get_by_text(word("me.unsent").format(n=1))).to_be_visible()
    with page.expect_download() as download:
        asked.get_by_role("button", name=word("me.unsent_take"), exact=True).click()
    expect(asked.get_by_text(word("me.unsent_taken"))).to_be_visible()
    download.value.save_as(tmp_path / "taken.html")
    taken = page.context.new_page()
    taken.goto((tmp_path / "taken.html").as_uri())
    expect(taken.get_by_text("送不出去的")).to_be_visible()
    assert taken.get_by_role("figure").locator("img").evaluate("(it) => it.decode().then(() => it.naturalWidth)") > 0
    taken.close()

    page.unroute("**/api/incidents")
    asked.get_by_role("button", name=word("me.unsent_send"), exact=True).click()
    expect(asked).to_have_count(0, timeout=30_000)
    assert arrived(origin, worker) == ["送不出去的"]
    leave(page, origin)


def test_a_sign_out_in_one_tab_leaves_nothing_of_the_person_in_another(
    live_server: Product, world: World, worker: Someone, page: Page
) -> None:
    origin = live_server.origin
    order = Caller(origin, world.commander(worker.area_code[:12])).order(worker.area_code[:12])
    other = page.context.new_page()
    other.goto(f"{origin}/orders")
    expect(other.get_by_role("link", name=order["texts"]["zh"]["headline"])).to_be_visible()
    leave(page, origin)
    expect(other).to_have_url(f"{origin}/sign-in")
    steps.sign_in(other, origin, world.worker(world.elsewhere(worker.area_code)))
    other.goto(f"{origin}/orders")
    expect(other.get_by_text(word("orders.none"))).to_be_visible()
    assert stored(other, "cockpit-feed", "orders") == []
