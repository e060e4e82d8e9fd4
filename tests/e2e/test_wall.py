"""The command centre's screen: all of it in one look at either size of a wall, and an order stands there by itself."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.e2e import stage, steps
from tests.e2e.api import Caller
from tests.e2e.product import Product
from tests.e2e.words import Language
from tests.e2e.world import World

PATIENCE_MS = 60_000
WALLS: dict[Language, ViewportSize] = {"en": {"width": 1920, "height": 1080}, "zh-CN": {"width": 3840, "height": 2160}}
#: What does not fit: of the page, and of any column of it.
CUT_OFF = """
    () => [document.documentElement, ...document.querySelectorAll('.wall > *')]
        .filter((it) => it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)
        .map((it) => it.className || it.tagName)
"""


@pytest.mark.parametrize("language", WALLS)
def test_everything_is_in_one_look_and_a_new_order_comes_by_itself(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    place, origin, wall = world.community(), live_server.origin, WALLS[language]
    commander, worker = world.commander(place), world.worker(place)
    stage.report(Caller(origin, worker))
    context = browser.new_context(viewport=wall, locale=language, timezone_id="Asia/Shanghai")
    context.add_init_script(f"location.protocol === 'about:' || localStorage.setItem('language', '{language}')")
    page = context.new_page()
    steps.sign_in(page, origin, commander, language)
    steps.open_page(page, f"{origin}/wall")
    expect(page.locator(".map svg")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("#wall-duty")).to_be_visible()
    expect(page.locator(".indicators li")).to_have_count(8)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    order = Caller(origin, commander).order(place)
    headline = order["texts"][steps.half(language)]["headline"]
    # By its address: an earlier test may have left an exercise of the same plan here.
    shown = page.locator(f".orders a[href='/command/orders/{order['id']}']")
    expect(shown).to_be_visible(timeout=PATIENCE_MS)
    expect(shown).to_have_text(headline)
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= wall["width"] / 100
    context.close()
