"""The ladder on two phones: the commander's counts down to the next step, a neighbour's says what he found."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import looks, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.looks import Watch
from tests.e2e.product import Product
from tests.e2e.stage import DISTRICT
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import Someone, World

#: A step that nobody has a gateway for, and the door soon after it.
STEPS = (("sms", 20), ("door_knock", 26))
LONG_MS = 60_000


@dataclass(frozen=True, slots=True)
class Scene:
    origin: str
    commander: Someone
    neighbour: Someone
    silent: Someone
    order: dict[str, Any]


@pytest.fixture
def scene(live_server: Product, world: World) -> Scene:
    """To two workers of a grid, by a plan that climbs fast; one answers at once."""
    origin, place = live_server.origin, world.community()
    grid = world.grid_of(place)
    commander = world.someone("commander", place, is_lead=True)
    neighbour, silent = world.someone("grid_worker", grid, is_lead=True), world.someone("grid_worker", grid)
    plan = a_fast_plan(Caller(origin, world.someone("system_admin", DISTRICT)))
    order = Caller(origin, commander).order(place, plan=plan)
    Caller(origin, neighbour).answer(order, "acknowledged")
    return Scene(origin, commander, neighbour, silent, order)


def a_fast_plan(admin: Caller) -> str:
    shown = admin.plan()
    about = {"version", "saved_at", "source", "edited_by", "withdrawn_at", "withdrawn_by", "withdrawn_reason"}
    content = {name: value for name, value in shown.items() if name not in about}
    ladder = [{"channel": channel, "after_s": after_s, "in_drills": True} for channel, after_s in STEPS]
    code = "fast_ladder"
    if code not in {plan["code"] for plan in admin.get("/plans")["items"]}:
        # Other tests find their plan by its title.
        title = {"zh": "层层加急", "en": "Climbs fast"}
        admin.post("/plans", content={**content, "code": code, "title": title, "ladder": ladder}, note=None)
    return code


def said(key: str, **words: object) -> str:
    text = word(key)
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def test_the_board_counts_down_and_a_neighbour_answers_at_the_door(scene: Scene, browser: Browser) -> None:
    with phone_page(browser) as board, phone_page(browser) as phone:
        steps.sign_in(board, scene.origin, scene.commander)
        steps.open_page(board, f"{scene.origin}/command/orders/{scene.order['id']}")
        coming = board.locator(".ladder .next")
        expect(coming).to_contain_text(said("ladder.does.sms"))
        assert seconds(coming.inner_text()) <= STEPS[0][1]
        expect(coming).to_contain_text(said("ladder.does.door_knock"), timeout=LONG_MS)
        steps.sign_in(phone, scene.origin, scene.neighbour)
        door = phone.get_by_role("link", name=said("knock.home", n=1))
        expect(door).to_be_visible(timeout=LONG_MS)
        door.click()
        card = phone.get_by_role("article", name=scene.silent.name)
        answer(card.page, "not_home")
        phone.get_by_role("button", name=word("app.undo"), exact=True).click()
        answer(card.page, "safe")
        # Whoever leaves the page has made up his mind.
        phone.get_by_role("link", name=word("nav.home")).click()
        expect(door).to_be_hidden()
        expect(coming).to_contain_text(word("ladder.all_answered"))
        board.get_by_role("button", name=word("board.standing.all")).click()
        expect(board.locator(".people")).to_contain_text(said("ladder.via.behalf", name=scene.neighbour.name))


def seconds(text: str) -> int:
    return int("".join(filter(str.isdigit, text.split("秒", maxsplit=1)[0])))


def answer(page: Page, outcome: str) -> None:
    page.get_by_role("button", name=word(f"knock.{outcome}"), exact=True).click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_door_to_knock_at_fits_and_is_accessible(scene: Scene, browser: Browser, language: Language) -> None:
    with phone_page(browser, language) as page:
        watch = Watch(scene.origin).over(page.context)
        steps.sign_in(page, scene.origin, scene.neighbour, language)
        link = page.locator('main a[href="/door-knocks"]')
        expect(link).to_be_visible(timeout=LONG_MS)
        steps.open_page(page, f"{scene.origin}/door-knocks")
        expect(page.get_by_role("article", name=scene.silent.name)).to_be_visible()
        faults = looks.faults(page, "door-knocks", language)
    assert not faults, "\n".join(faults)
    assert watch.asked_outside == []
    assert watch.complaints == []
