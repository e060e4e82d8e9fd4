"""Whoever reads the map on a phone: its layers, its legend, the list beside it, and what stays without a network."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps
from tests.e2e.words import word


class MapReader:
    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self._map = f"{origin}/map"

    def opens(self) -> None:
        steps.open_page(self.page, self._map)
        expect(self.page.locator(".maplibregl-canvas")).to_be_visible()

    def legend(self, key: str) -> Locator:
        """The line of the legend that says this word."""
        return self.page.locator(".legend li", has_text=word(key))

    def opens_layers(self) -> None:
        steps.press(self.page, "map.layers")
        expect(self.sheet).to_be_visible()

    def flips(self, key: str) -> None:
        self.sheet.get_by_role("switch", name=word(key)).click()

    def closes(self) -> None:
        self.sheet.get_by_role("button", name=word("app.close"), exact=True).click()
        expect(self.sheet).to_have_count(0)

    def downloads(self) -> None:
        self.opens_layers()
        self.sheet.get_by_role("button", name=word("map.download")).click()
        expect(self.sheet.get_by_role("button", name=word("map.forget"))).to_be_visible()
        self.closes()

    def forgets(self) -> None:
        self.opens_layers()
        self.sheet.get_by_role("button", name=word("map.forget")).click()
        expect(self.sheet.get_by_role("button", name=word("map.download"))).to_be_visible()
        self.closes()

    @property
    def sheet(self) -> Locator:
        return self.page.locator("dialog[open]")
