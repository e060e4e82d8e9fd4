"""Looks at a page as a phone of two widths shows it, by day and by night, and says what is wrong with it."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.e2e import steps
from tests.e2e.chromium import PHONE
from tests.e2e.words import Language
from tools import paths

WIDTHS = (PHONE["width"], 320)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
AXE = paths.ROOT / "pwa/node_modules/axe-core/axe.min.js"
#: Where the pictures go; without it none are made.
PICTURES = os.environ.get("PALM_SCREENSHOTS")

TOO_WIDE = """
    () => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll('body *')]
            .filter((it) => it.getBoundingClientRect().right > innerWidth + 1)
            .map((it) => it.outerHTML.slice(0, 120))
"""
VIOLATIONS = """
    async () => {
        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
        const where = ({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`;
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(where).join(' | ')}`);
    }
"""
SETTLED = "document.getAnimations().every((it) => !(it instanceof CSSTransition) || it.playState !== 'running')"


@dataclass  # no slots: Playwright leaves a mark on what listens to it
class Watch:
    """What a browser asked for and complained of while somebody used it."""

    origin: str
    asked_outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> "Watch":
        context.on("request", lambda request: self._ask(request.url))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._complain)
        return self

    def _ask(self, url: str) -> None:
        if not url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.asked_outside.append(url)

    def _complain(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.complaints.append(line.text)


def faults(page: Page, name: str, language: Language) -> list[str]:
    """What is wrong with the page as it stands, over all widths and themes."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text())
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            steps.until(page, SETTLED)
            where = f"{name} {language} {width} {theme}"
            found += [f"{where}: too wide: {it}" for it in page.evaluate(TOO_WIDE)]
            found += [f"{where}: {it}" for it in page.evaluate(VIOLATIONS)]
            _picture(page, where)
    page.set_viewport_size(PHONE)
    return found


def _picture(page: Page, where: str) -> None:
    if not PICTURES:
        return
    folder = Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"full_page": True, "animations": "disabled"}
    page.screenshot(path=folder / f"{where.replace(' ', '-')}.png", **options)
