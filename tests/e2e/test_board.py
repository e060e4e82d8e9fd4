"""The board in a commander's hand and on the wall: help first, three views of the places, names, reminders."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import looks, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.looks import Watch
from tests.e2e.product import Product
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import Someone, World

WALL = {"width": 1920, "height": 1080}
VIEWS = ("cards", "table", "map")


@dataclass(frozen=True, slots=True)
class Scene:
    origin: str
    commander: Someone
    order: dict[str, Any]
    workers: list[Someone]

    def open(self, page: Page) -> None:
        steps.open_page(page, f"{self.origin}/command/orders/{self.order['id']}")

    def answer(self, number: int, state: str) -> None:
        Caller(self.origin, self.workers[number]).answer(self.order, state)


@pytest.fixture
def scene(live_server: Product, world: World) -> Scene:
    """To a community after a drill there; of its three workers one has acknowledged and one needs help."""
    place, origin = world.community(), live_server.origin
    commander = world.someone("commander", place, is_lead=True)
    grid = world.grid_of(place)
    workers = [world.someone("grid_worker", at, is_lead=at == grid) for at in (grid, grid, place)]
    caller = Caller(origin, commander)
    caller.order(place, status="Exercise")
    made = Scene(origin, commander, caller.order(place), workers)
    made.answer(0, "acknowledged")
    made.answer(1, "needs_help")
    return made


def choose(page: Page, view: str, language: Language = "zh-CN") -> None:
    page.locator(".views").get_by_text(word(f"board.view.{view}", language), exact=True).click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_of_the_board_fits_and_is_accessible(scene: Scene, browser: Browser, language: Language) -> None:
    faults: list[str] = []
    with phone_page(browser, language) as page:
        watch = Watch(scene.origin).over(page.context)
        steps.sign_in(page, scene.origin, scene.commander, language)
        for view in VIEWS:
            scene.open(page)
            choose(page, view, language)
            expect(page.get_by_role("heading", name=word("board.comparison", language))).to_be_visible()
            faults += looks.faults(page, f"board-{view}", language)
    assert not faults, "\n".join(faults)
    assert watch.asked_outside == []
    assert watch.complaints == []


def test_who_asks_for_help_stands_first_and_goes_when_somebody_attends(scene: Scene, browser: Browser) -> None:
    with phone_page(browser) as page:
        steps.sign_in(page, scene.origin, scene.commander)
        scene.open(page)
        title = word("board.help_title").replace("{n}", "1")
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        expect(page.get_by_role("link", name=word("board.call").replace("{name}", "网格员")).first).to_be_visible()
        page.get_by_role("button", name=word("board.attended")).click()
        page.get_by_role("button", name=word("board.attend_yes"), exact=True).click()
        expect(page.get_by_role("heading", name=title)).to_be_hidden()
        # Said again, it comes back by itself.
        scene.answer(1, "needs_help")
        expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_a_tap_goes_down_to_the_names_of_a_place_and_back_comes_up_again(scene: Scene, browser: Browser) -> None:
    with phone_page(browser) as page:
        steps.sign_in(page, scene.origin, scene.commander)
        scene.open(page)
        choose(page, "map")
        page.get_by_role("group", name=word("board.view.map")).get_by_role("button").first.click()
        page.wait_for_url("**?node=*")
        expect(page.get_by_role("navigation", name=word("board.way"))).to_be_visible()
        page.get_by_role("button", name=word("board.standing.acknowledged")).click()
        expect(
            page.get_by_role("list", name=word("board.standing.acknowledged")).get_by_role("listitem")
        ).to_have_count(1)
        page.go_back()
        expect(page.get_by_role("navigation", name=word("board.way"))).to_be_hidden()
        # The view that was chosen is the one that opens next time.
        scene.open(page)
        expect(page.get_by_role("group", name=word("board.view.map"))).to_be_visible(timeout=20_000)


def test_the_unanswered_are_reminded_after_a_question_and_told_of_as_they_are(scene: Scene, browser: Browser) -> None:
    with phone_page(browser) as page:
        steps.sign_in(page, scene.origin, scene.commander)
        scene.open(page)
        page.get_by_role("button", name=word("board.resend").replace("{n}", "1"), exact=True).click()
        page.get_by_role("button", name=word("board.resend_yes"), exact=True).click()
        # Nobody here has a phone: the commander is told to call.
        expect(page.get_by_text(word("board.resent_unreached").replace("{n}", "1"))).to_be_visible()


def test_on_the_wall_all_of_it_is_seen_without_scrolling_the_page(scene: Scene, browser: Browser) -> None:
    with phone_page(browser) as page:
        page.set_viewport_size(WALL)  # type: ignore[arg-type]  # a size
        steps.sign_in(page, scene.origin, scene.commander)
        scene.open(page)
        expect(page.get_by_role("group", name=word("board.view.map"))).to_be_visible()
        expect(page.get_by_role("heading", name=word("board.comparison"))).to_be_visible()
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        boxes = [page.locator(f".{column}").bounding_box() for column in ("left", "middle", "right")]
        edges = [box["x"] for box in boxes if box]
        assert edges == sorted(edges)
        assert len(set(edges)) == 3
