"""A volunteer's phone: today's check-in is on the first page, and a slip is taken back."""

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.words import word


class Volunteer:
    def __init__(self, page: Page) -> None:
        self.page = page

    def checks_in(self) -> None:
        steps.press(self.page, "duty.available")
        expect(self.page.get_by_role("heading", name=word("duty.standing_by"))).to_be_visible()

    def takes_it_back(self) -> None:
        steps.press(self.page, "app.undo")
        expect(self.page.get_by_role("heading", name=word("duty.today"))).to_be_visible()
