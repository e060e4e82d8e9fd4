"""Every page on a small phone, in both languages, by day and by night."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import looks, one_key, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.looks import Watch
from tests.e2e.product import Product
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import World


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workers_pages_fit_and_are_accessible_and_ask_nobody_outside(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    place, origin = world.community(), live_server.origin
    worker = world.worker(place)
    order = Caller(origin, world.commander(place)).order(place)
    with phone_page(browser, language) as page:
        watch = Watch(origin).over(page.context)
        page.goto(f"{origin}/sign-in")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        faults = looks.faults(page, "sign-in", language)
        steps.sign_in(page, origin, worker, language)
        expect(page.get_by_role("link", name=order["texts"][steps.half(language)]["headline"])).to_be_visible()
        faults += looks.faults(page, "home", language)
        pages = {
            "orders": "/orders",
            "order": f"/orders/{order['id']}",
            "me": "/me",
            "outbox": "/outbox",
            "devices": "/devices",
            "photos": "/report/photos",
        }
        for name, path in {**pages, "password": "/password", "missing": "/nowhere"}.items():
            steps.open_page(page, f"{origin}{path}")
            faults += looks.faults(page, name, language)
        steps.open_page(page, f"{origin}/orders/{order['id']}")
        steps.press(page, "answer.acknowledged", language)
        expect(page.get_by_role("button", name=word("answer.en_route", language), exact=True)).to_be_visible()
        faults += looks.faults(page, "order-answered", language)
    _check(faults, watch)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_commanders_pages_fit_and_are_accessible_and_ask_nobody_outside(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    place, origin = world.community(), live_server.origin
    commander = world.commander(place[:9])
    plan = Caller(origin, commander).plan()
    world.worker(place, is_lead=True)
    faults: list[str] = []
    with phone_page(browser, language) as page:
        watch = Watch(origin).over(page.context)
        steps.sign_in(page, origin, commander, language)
        for name in one_key.walk(page, language, world.name_of(place, language), plan):
            faults += looks.faults(page, name, language)
    _check(faults, watch)


def _check(faults: list[str], watch: Watch) -> None:
    assert not faults, "\n".join(faults)
    assert watch.asked_outside == []
    assert watch.complaints == []
