"""The three people's main tasks, on a usual phone and on a narrow one with its text at 200 %."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import one_key, steps
from tests.e2e.api import Caller
from tests.e2e.looks import TOO_WIDE
from tests.e2e.people.volunteer import Volunteer
from tests.e2e.people.worker import Worker
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.world import World

#: How wide the phone is, and how large its text.
PHONES = {"usual": (390, "100%"), "narrow, text at 200 %": (320, "200%")}


@contextmanager
def held(browser: Browser, which: str) -> Iterator[Page]:
    width, text = PHONES[which]
    # Not as a phone that zooms out by itself: what is too wide must be seen to be.
    context = browser.new_context(viewport={"width": width, "height": 844}, has_touch=True, locale="zh-CN")
    context.add_init_script(
        f"addEventListener('DOMContentLoaded', () => document.documentElement.style.fontSize = '{text}')"
    )
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.mark.parametrize("which", PHONES)
def test_a_worker_answers_and_walks_to_the_end(
    live_server: Product, world: World, browser: Browser, which: str
) -> None:
    place, origin = world.community(), live_server.origin
    commander, someone = Caller(origin, world.commander(place)), world.worker(place)
    order = commander.order(place)
    with held(browser, which) as page:
        worker = Worker(page)
        steps.sign_in(page, origin, someone)
        worker.opens(order["texts"]["zh"]["headline"])
        for state in ("acknowledged", "en_route", "arrived", "done"):
            worker.answers(state)
            _fits(page)
            eventually(lambda state=state: commander.totals(order)[state] == 1, what=f"{state} on the board")


@pytest.mark.parametrize("which", PHONES)
def test_a_volunteer_checks_in_and_takes_it_back(
    live_server: Product, world: World, browser: Browser, which: str
) -> None:
    place, origin = world.community(), live_server.origin
    desk = Caller(origin, world.someone("duty_officer", place))
    someone = world.someone("volunteer", place)
    with held(browser, which) as page:
        volunteer = Volunteer(page)
        steps.sign_in(page, origin, someone)
        volunteer.checks_in()
        eventually(lambda: someone.name in names(desk), what="the volunteer on the roster")
        _fits(page)
        volunteer.takes_it_back()
        eventually(lambda: someone.name not in names(desk), what="the volunteer off the roster")


@pytest.mark.parametrize("which", PHONES)
def test_a_commander_holds_the_one_key(live_server: Product, world: World, browser: Browser, which: str) -> None:
    place, origin = world.community(), live_server.origin
    commander = world.commander(place)
    world.worker(place, is_lead=True)
    desk = Caller(origin, commander)
    plan = desk.plan()
    # Of earlier tests the place may have others.
    before = {one["id"] for one in desk.get("/orders")["items"]}
    with held(browser, which) as page:
        steps.sign_in(page, origin, commander)
        for _screen in one_key.walk(page, "zh-CN", world.name_of(place, "zh-CN"), plan):
            _fits(page)
        [order] = [one for one in desk.get("/orders")["items"] if one["id"] not in before]
        expect(page).to_have_url(f"{origin}/command/orders/{order['id']}")


def names(desk: Caller) -> list[str]:
    return [one["person"]["name"] for one in desk.get("/duty")["items"]]


def _fits(page: Page) -> None:
    """No sideways scroll."""
    assert page.evaluate(TOO_WIDE) == []
