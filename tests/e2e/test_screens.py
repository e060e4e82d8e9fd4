"""Every screen in every look and both languages: accessible, whole at 320 px and at 200 %, asking nobody outside."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import looks, screens, stage, steps
from tests.e2e.chromium import phone_page
from tests.e2e.looks import Watch
from tests.e2e.product import Product
from tests.e2e.screen import Screen
from tests.e2e.screens import SCREENS, chosen
from tests.e2e.stage import Stage
from tests.e2e.words import LANGUAGES, Language
from tests.e2e.world import World

ROLES = sorted({screen.role or "nobody" for screen in chosen()})


@pytest.fixture(scope="module")
def set_up(live_server: Product, world: World) -> Stage:
    return stage.build(live_server, world)


def test_every_address_of_the_client_is_in_the_list() -> None:
    assert {screen.route for screen in SCREENS} == screens.routes()
    assert len({screen.name for screen in SCREENS}) == len(SCREENS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_screen_is_whole_and_accessible_in_every_look(
    set_up: Stage, browser: Browser, role: str, language: Language
) -> None:
    own = [screen for screen in chosen() if (screen.role or "nobody") == role]
    faults: list[str] = []
    with phone_page(browser, language) as page:
        watch = Watch(set_up.origin).over(page.context)
        if role != "nobody":
            steps.sign_in(page, set_up.origin, set_up.people[role], language)
        for screen in own:
            faults += _faults(page, set_up, screen, language)
    assert not faults, "\n".join(faults)
    assert watch.asked_outside == []
    assert watch.complaints == []


def _faults(page: Page, set_up: Stage, screen: Screen, language: Language) -> list[str]:
    """By day and by night as it opens; in large type opened anew, because an elder's home has another order."""
    _open(page, set_up, screen)
    found = looks.faults(page, screen.name, language, ("light", "dark"))
    page.evaluate("localStorage.setItem('elder', '1')")
    _open(page, set_up, screen)
    found += looks.faults(page, screen.name, language, ("elder",))
    page.evaluate("localStorage.removeItem('elder')")
    return found


def _open(page: Page, set_up: Stage, screen: Screen) -> None:
    path = screen.path(set_up)
    steps.open_page(page, f"{set_up.origin}{path}")
    assert page.url == f"{set_up.origin}{path}", f"{screen.name} leads elsewhere: {page.url}"
    expect(page.locator(screen.ready).first).to_be_visible()
