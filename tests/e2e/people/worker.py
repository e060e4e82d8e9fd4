"""A grid worker's phone: the order is found at home, opened, and answered step by step."""

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.words import word


class Worker:
    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, headline: str) -> None:
        self.page.get_by_role("link", name=headline).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(headline)

    def answers(self, state: str) -> None:
        """Press the button of an answer; the phone says that it was delivered."""
        steps.press(self.page, f"answer.{state}")
        expect(self.page.get_by_text(word("app.waiting"), exact=True)).to_have_count(0)
