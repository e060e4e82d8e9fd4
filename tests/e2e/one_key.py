"""The commander's one key, screen by screen: plan, place, text, hold, board."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps
from tests.e2e.words import Language, word

HOLD_S = 3


def walk(page: Page, language: Language, area: str, plan: dict[str, Any]) -> Iterator[str]:
    """Issue an order to an area by a plan, all its blanks filled with their examples; pause on each screen."""
    page.get_by_role("link", name=word("nav.command", language), exact=True).click()
    one_key = page.get_by_role("link", name=word("command.one_key", language), exact=True)
    expect(one_key).to_be_visible()
    yield "command"
    one_key.click()
    expect(page.get_by_role("button", name=plan["title"][steps.half(language)])).to_be_visible()
    yield "plan"
    yield from prepare(page, language, [area], plan)
    expect(page.get_by_role("button", name=word("command.hold", language), exact=True)).to_be_visible()
    # By its class, because its words change under the finger.
    keep_pressed(page, page.locator("button.hold"))
    page.wait_for_url("**/command/orders/*")
    expect(page.get_by_role("heading", name=word("board.totals", language))).to_be_visible()
    expect(page.get_by_role("status").get_by_text(word("board.live", language))).to_be_visible()
    yield "board"


def prepare(page: Page, language: Language, areas: list[str], plan: dict[str, Any]) -> Iterator[str]:
    """From the plans to the text: the place by the list, every blank with its example."""
    half = steps.half(language)
    page.get_by_role("button", name=plan["title"][half]).click()
    page.get_by_text(word("command.list", language), exact=True).click()
    for area in areas:
        check_area(page, language, area)
    expect(page.get_by_text(word("key.recipients", language))).to_be_visible()
    yield "place"
    steps.press(page, "key.to_text", language)
    for slot in plan["slots"]:
        page.get_by_label(slot["label"][half]).fill(slot["example"][half])
    expect(page.locator("button.hold")).to_be_visible()
    yield "confirm"


def choose_area(page: Page, language: Language, area: str) -> None:
    page.get_by_text(word("command.list", language), exact=True).click()
    check_area(page, language, area)


def check_area(page: Page, language: Language, area: str) -> None:
    page.get_by_label(word("command.search", language), exact=True).fill(area)
    row = page.get_by_role("listitem").filter(has_text=area).get_by_role("checkbox")
    row.first.check()
    expect(page.get_by_role("button", name=area, exact=True)).to_be_visible()


def keep_pressed(page: Page, button: Locator) -> None:
    """Press for as long as the button asks; what it does by then is the test's to see."""
    button.scroll_into_view_if_needed()
    button.hover()
    page.mouse.down()
    expect(button).to_have_count(0, timeout=(HOLD_S + 10) * 1000)
    page.mouse.up()
