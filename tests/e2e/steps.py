"""What people do on the client's screens, in Chromium."""

from playwright.sync_api import Page, expect

from tests.e2e.waiting import eventually
from tests.e2e.words import Language, word
from tests.e2e.world import Someone


def sign_in(page: Page, origin: str, someone: Someone, language: Language = "zh-CN") -> None:
    fill_in(page, origin, someone, language)
    expect(page.get_by_role("heading", level=1)).to_have_text(word("home.hello", language).format(name=someone.name))


def fill_in(page: Page, origin: str, someone: Someone, language: Language = "zh-CN") -> None:
    page.goto(f"{origin}/sign-in")
    page.get_by_label(word("sign_in.username", language), exact=True).fill(someone.username)
    page.get_by_label(word("sign_in.password", language), exact=True).fill(someone.password)
    page.get_by_role("button", name=word("sign_in.submit", language), exact=True).click()
    page.wait_for_url(f"{origin}/")


def open_page(page: Page, url: str) -> None:
    """Open a page and wait until it shows what it loads."""
    page.goto(url)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page shows what it loads, and nothing moves under the finger any more."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".loading")).to_have_count(0)


def half(language: Language) -> str:
    """The key of a two-language text."""
    return language[:2]


def wait_for_worker(page: Page) -> None:
    """Wait until the service worker answers for the page, and so also without a network."""
    page.evaluate("navigator.serviceWorker.ready")
    until(page, "navigator.serviceWorker.controller?.state === 'activated'")


def until(page: Page, expression: str) -> None:
    """Playwright's own wait_for_function needs eval, which our content policy forbids."""
    eventually(lambda: page.evaluate(expression), what=expression)


def press(page: Page, key: str, language: Language = "zh-CN") -> None:
    press_named(page, word(key, language))


def press_named(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
