"""Looks at a page as a phone of two widths shows it, by day, by night and in large type, and says what is wrong."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.e2e.chromium import PHONE
from tests.e2e.words import Language, groups
from tools import paths

WIDTHS = (PHONE["width"], 320)
Look = Literal["light", "dark", "elder"]
LOOKS: tuple[Look, ...] = ("light", "dark", "elder")
AXE = paths.ROOT / "pwa/node_modules/axe-core/axe.min.js"
#: Where the pictures go; without it none are made.
PICTURES = os.environ.get("PALM_SCREENSHOTS")

#: Text at 200 %, as a person sets it in the browser.
LARGEST = "document.documentElement.style.fontSize = '200%'"
AS_BEFORE = "document.documentElement.style.fontSize = ''"
TOO_WIDE = """
    () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
        [...document.querySelectorAll('body *')]
            .filter((it) => it.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map((it) => it.outerHTML.slice(0, 120))
"""
BURST_CARDS = """
    () => [...document.querySelectorAll('.card')]
        .filter((it) => it.scrollWidth > it.clientWidth + 1)
        .map((it) => it.outerHTML.slice(0, 120))
"""
VIOLATIONS = """
    async () => {
        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
        const where = ({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`;
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(where).join(' | ')}`);
    }
"""
# A key of the client's words that reached the screen in place of its text.
RAW_KEYS = """
    (groups) => document.body.innerText.match(new RegExp(`\\\\b(${groups.join('|')})\\\\.[a-z_]+`, 'g')) ?? []
"""
# Waited for in the page, frame by frame: asked from outside, it would always be late by a pause.
WORN = """
    async ([theme, elder, patience_ms]) => {
        const page = document.documentElement, until = performance.now() + patience_ms;
        const moves = (it) => it instanceof CSSTransition && it.playState === 'running';
        page.toggleAttribute('data-elder', elder);
        while (page.dataset.theme !== theme || document.getAnimations().some(moves)) {
            if (performance.now() > until) return false;
            await new Promise((go) => { requestAnimationFrame(go); setTimeout(go, 100); });
        }
        return true;
    }
"""
PATIENCE_MS = 30_000


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


def faults(page: Page, name: str, language: Language, looks: tuple[Look, ...] = LOOKS) -> list[str]:
    """What is wrong with the page as it stands, over all widths and looks, and with its text at 200 %."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text())
    found = []
    # Back again at the second width: to change a look costs more than to widen a page.
    for width, in_turn in zip(WIDTHS, (looks, looks[::-1]), strict=True):
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        for look in in_turn:
            wear(page, look)
            where = f"{name} {language} {width} {look}"
            found += [f"{where}: too wide: {it}" for it in page.evaluate(TOO_WIDE)]
            found += [f"{where}: wider than its card: {it}" for it in page.evaluate(BURST_CARDS)]
            found += [f"{where}: {it}" for it in page.evaluate(VIOLATIONS)]
            found += [f"{where}: no text for {it}" for it in page.evaluate(RAW_KEYS, groups(language))]
            _picture(page, where)
        page.evaluate(LARGEST)
        found += [f"{name} {language} {width} at 200 %: too wide: {it}" for it in page.evaluate(TOO_WIDE)]
        _picture(page, f"{name} {language} {width} 200")
        page.evaluate(AS_BEFORE)
    page.set_viewport_size(PHONE)
    _zoom_out(page)
    wear(page, looks[0])
    return found


def _zoom_out(page: Page) -> None:
    """Narrowed and widened again, an emulated phone stays zoomed in, and a tap would land beside its aim."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})
    session.detach()


def wear(page: Page, look: Look) -> None:
    """Put a look on the page as it stands; what it keeps in memory stays, as a reload would not let it."""
    theme: Literal["light", "dark"] = "dark" if look == "dark" else "light"
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    assert page.evaluate(WORN, [theme, look == "elder", PATIENCE_MS]), f"the page does not become {look}"


def _picture(page: Page, where: str) -> None:
    """One picture of what the screen shows, and one as if the screen were as long as the page."""
    if not PICTURES:
        return
    name = where.replace(" ", "-")
    Path(PICTURES).mkdir(parents=True, exist_ok=True)
    page.screenshot(path=Path(PICTURES, f"{name}.png"))
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=Path(PICTURES, f"{name}-long.png"))
    page.set_viewport_size({"width": width, "height": PHONE["height"]})
