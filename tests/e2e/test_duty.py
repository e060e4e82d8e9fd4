"""Checking in and out on a phone, with and without a network, and the officer who sees it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import looks, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.looks import Watch
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import World

#: The width of a Chinese letter at 200 %.
LETTER_PX = 32


@pytest.fixture
def page(live_server: Product, browser: Browser) -> Iterator[Page]:
    with phone_page(browser) as page:
        yield page


def test_a_worker_goes_on_duty_by_one_tap_and_checks_out_where_there_is_no_network(
    live_server: Product, world: World, page: Page
) -> None:
    place, origin = world.community(), live_server.origin
    officer, worker = Caller(origin, world.someone("duty_officer", place)), world.worker(place)
    steps.sign_in(page, origin, worker)
    steps.wait_for_worker(page)
    steps.press(page, "duty.check_in")
    expect(page.get_by_role("heading", name=word("duty.on"))).to_be_visible()
    eventually(lambda: names(officer) == [worker.name], what="the worker on the roster")
    expect(page.get_by_text(word("app.waiting"))).to_have_count(0)

    page.context.set_offline(True)
    steps.press(page, "duty.check_out")
    expect(page.get_by_role("heading", name=word("duty.off"))).to_be_visible()
    expect(page.get_by_text(word("duty.waits"))).to_be_visible()
    assert names(officer) == [worker.name]
    # Only now: a page that is left counts as online for a moment, and its last request gets through.
    page.goto(origin)
    expect(page.get_by_text(word("duty.waits"))).to_be_visible()
    page.context.set_offline(False)
    eventually(lambda: names(officer) == [], within=30, what="the check-out")
    expect(page.get_by_text(word("duty.waits"))).to_have_count(0)


def test_a_volunteer_who_slipped_takes_the_tap_back(live_server: Product, world: World, page: Page) -> None:
    place, origin = world.community(), live_server.origin
    officer = Caller(origin, world.someone("duty_officer", place))
    steps.sign_in(page, origin, world.someone("volunteer", place))
    steps.press(page, "duty.available")
    expect(page.get_by_role("heading", name=word("duty.standing_by"))).to_be_visible()
    eventually(lambda: officer.get("/duty")["standby"] == 1, what="the volunteer on the roster")
    steps.press(page, "app.undo")
    expect(page.get_by_role("heading", name=word("duty.today"))).to_be_visible()
    eventually(lambda: officer.get("/duty")["standby"] == 0, what="an empty roster")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_back_is_beside_no_words_and_within_reach_in_the_largest_letters(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    with phone_page(browser, language) as page:
        steps.sign_in(page, live_server.origin, world.someone("volunteer", world.community()), language)
        page.set_viewport_size({"width": 320, "height": 700})
        page.evaluate(looks.LARGEST)
        steps.press(page, "duty.available", language)
        said = page.get_by_role("status").get_by_text(word("duty.standby_done", language), exact=True)
        undo = page.get_by_role("button", name=word("app.undo", language), exact=True)
        words, button = said.bounding_box(), undo.bounding_box()
        assert words is not None
        assert button is not None
        assert button["x"] + button["width"] <= 320
        assert words["x"] + words["width"] <= button["x"] or words["y"] + words["height"] <= button["y"]
        assert words["width"] >= 3 * LETTER_PX
        undo.tap()
        expect(page.get_by_role("heading", name=word("duty.today", language))).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officers_pages_fit_and_are_accessible(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    place, origin = world.community(), live_server.origin
    worker, absent = world.worker(place), world.worker(place)
    faults: list[str] = []
    with phone_page(browser, language) as page:
        watch = Watch(origin).over(page.context)
        steps.sign_in(page, origin, worker, language)
        steps.press(page, "duty.check_in", language)
        expect(page.get_by_role("heading", name=word("duty.on", language))).to_be_visible()
        expect(page.get_by_text(word("app.waiting", language))).to_have_count(0)
        faults += looks.faults(page, "on-duty", language)
    with phone_page(browser, language) as page:
        watch.over(page.context)
        steps.sign_in(page, origin, world.someone("duty_officer", place[:9]), language)
        steps.open_page(page, f"{origin}/reach")
        expect(page.get_by_text(absent.name, exact=True)).to_be_visible()
        faults += looks.faults(page, "reach", language)
        steps.open_page(page, f"{origin}/duty?area={place}")
        expect(page.get_by_text(worker.name, exact=True)).to_be_visible()
        faults += looks.faults(page, "roster", language)
        steps.press(page, "duty.end", language)
        expect(page.get_by_role("dialog")).to_be_visible()
        faults += looks.faults(page, "roster-end", language)
        page.get_by_role("dialog").get_by_role("button", name=word("duty.end", language), exact=True).click()
        expect(page.get_by_text(word("duty.nobody", language))).to_be_visible()
    assert not faults, "\n".join(faults)
    assert watch.complaints == []


def names(officer: Caller) -> list[str]:
    return [item["person"]["name"] for item in officer.get("/duty")["items"]]
