"""The commander's one key, screen by screen: plan, area, text, preview, hold, board."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.e2e.words import Language


def walk(page: Page, origin: str, language: Language, area: str) -> Iterator[str]:
    yield from ()
