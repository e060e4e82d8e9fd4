"""Whoever looks for cases on a phone: words, filters, saved lists, the map, and files."""

from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.e2e import steps
from tests.e2e.words import word


class CaseDesk:
    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self._list = f"{origin}/incidents"

    def opens(self, query: str = "") -> None:
        steps.open_page(self.page, f"{self._list}{query}")

    def looks_for(self, words: str) -> None:
        self.page.get_by_label(word("find.search"), exact=True).fill(words)
        expect(self.page.get_by_role("button", name=f"{word('find.take_off')} “{words}”")).to_be_visible()

    def everywhere(self) -> None:
        self.page.get_by_text(word("find.all"), exact=True).click()

    def filters(self, *choices: str) -> None:
        """Open the sheet, choose by name, and show what is left."""
        self.page.get_by_role("button", name=word("find.filter")).click()
        for choice in choices:
            self.sheet.get_by_role("button", name=choice, exact=True).click()
        self.sheet.locator("button[type=submit]").click()
        expect(self.sheet).to_have_count(0)

    def takes_off(self, name: str) -> None:
        self.page.get_by_role("button", name=f"{word('find.take_off')} {name}").click()

    def saves_as(self, name: str) -> None:
        steps.press(self.page, "find.save")
        self.sheet.get_by_label(word("saved.name"), exact=True).fill(name)
        self.sheet.get_by_role("button", name=word("saved.add"), exact=True).click()
        expect(self.saved(name)).to_be_visible()
        self.closes()

    def opens_saved(self, name: str) -> None:
        steps.press(self.page, "find.saved")
        self.saved(name).click()
        expect(self.sheet).to_have_count(0)

    def saved(self, name: str) -> Locator:
        return self.sheet.locator("button.open", has_text=name)

    def closes(self) -> None:
        self.sheet.get_by_role("button", name=word("app.close"), exact=True).click()
        expect(self.sheet).to_have_count(0)

    def exports(self, file_format: str, to: Path) -> Path:
        """Ask for the list as a file; a small one comes by itself."""
        steps.press(self.page, "find.export")
        self.sheet.get_by_text(file_format).click()
        with self.page.expect_download() as coming:
            self.sheet.get_by_role("button", name=word("export.ask"), exact=True).click()
        coming.value.save_as(to / coming.value.suggested_filename)
        self.closes()
        return to / coming.value.suggested_filename

    @property
    def sheet(self) -> Locator:
        return self.page.locator("dialog[open]")

    @property
    def cases(self) -> Locator:
        return self.page.locator("main .case h3")

    def sees(self, *names: str) -> None:
        expect(self.cases).to_have_text(list(names))

    def taps_the_only_dot(self) -> Locator:
        """The map goes to what it shows: a single case lies in its middle. Returns the card that rises."""
        canvas = self.page.locator(".maplibregl-canvas")
        expect(canvas).to_be_visible()
        card = self.page.locator(".card-here .case")
        box = canvas.bounding_box()
        assert box
        expect(self.page.locator(".key li").first).to_be_visible()
        # The dots are drawn a moment after the map is there; once the card has risen, a tap would lead on.
        for _ in range(10):
            self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            with suppress(TooLate):
                card.wait_for(timeout=2_000)
                break
        return card
