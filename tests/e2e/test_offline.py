"""The client without a network, after it was opened once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import World


@pytest.fixture
def page(live_server: Product, browser: Browser) -> Iterator[Page]:
    with phone_page(browser) as page:
        yield page


def test_the_app_opens_without_a_network_after_the_first_visit(live_server: Product, world: World, page: Page) -> None:
    worker = world.worker(world.community())
    steps.sign_in(page, live_server.origin, worker)
    steps.wait_for_worker(page)
    page.context.set_offline(True)
    page.goto(live_server.origin)
    expect(page.get_by_role("heading", level=1)).to_have_text(word("home.hello").format(name=worker.name))
    expect(page.get_by_text(word("app.offline"), exact=True)).to_be_visible()


def test_a_page_never_visited_before_opens_without_a_network(live_server: Product, world: World, page: Page) -> None:
    steps.sign_in(page, live_server.origin, world.worker(world.community()))
    steps.wait_for_worker(page)
    page.context.set_offline(True)
    page.goto(f"{live_server.origin}/outbox")
    expect(page.get_by_role("heading", level=1)).to_have_text(word("outbox.title"))


def test_my_order_opens_without_a_network_and_my_answer_goes_out_when_it_is_back(
    live_server: Product, world: World, page: Page
) -> None:
    place, origin = world.community(), live_server.origin
    commander, worker = Caller(origin, world.commander(place)), world.worker(place)
    order = commander.order(place)
    text = order["texts"]["zh"]
    steps.sign_in(page, origin, worker)
    steps.wait_for_worker(page)
    expect(page.get_by_role("link", name=text["headline"])).to_be_visible()
    page.context.set_offline(True)

    page.goto(f"{origin}/orders/{order['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(text["headline"])
    expect(page.get_by_text(text["instruction"])).to_be_visible()
    steps.press(page, "answer.acknowledged")
    waiting = word("answer.by_itself")
    expect(page.get_by_text(waiting)).to_be_visible()
    assert commander.totals(order)["acknowledged"] == 0
    # Only now: a page that is left counts as online for a moment, and its last request gets through.
    page.goto(f"{origin}/orders/{order['id']}")
    expect(page.get_by_text(waiting)).to_be_visible()

    page.context.set_offline(False)
    eventually(lambda: commander.totals(order)["acknowledged"] == 1, within=30, what="the answer on the board")
