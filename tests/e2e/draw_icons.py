"""Draws the client's icons from one mark: `python -m tests.e2e.draw_icons` writes pwa/public/icons.

The mark is a ring of answers that closes, and the tick of the one who has just answered. A maskable icon keeps it
inside the middle four fifths, which no launcher cuts off.
"""

from math import cos, radians, sin
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.e2e import chromium
from tools import paths

ICONS = paths.ROOT / "pwa/public/icons"
BRAND, WHITE, AMBER = "#0b4a75", "#ffffff", "#ffbf47"
SIDE = 512
MIDDLE, RADIUS, STROKE = 256, 150, 36
#: degrees clockwise from the top: where the ring begins, where it turns amber, where it ends
BEGIN, TURN, END = -135, 78, 135
#: the ring is open below: so much lower it looks centred
SINK = 16
TICK = "M190 262l48 48 90-104"
SHORTCUTS = {
    # a bell; a camera; a thumb's key; a pulse; a person: strokes on a 24 grid, as the client's own icons are
    "orders": '<path d="M6 8a6 6 0 0 1 12 0c0 7 3 9 3 9H3s3-2 3-9"/><path d="M10.3 21a1.94 1.94 0 0 0 3.4 0"/>',
    "report": '<path d="M4 7h3l2-3h6l2 3h3a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1z"/>'
    '<circle cx="12" cy="13" r="3.5"/>',
    "one-key": '<path d="m13 2-9 12h7l-1 8 9-12h-7z"/>',
    "me": '<circle cx="12" cy="8" r="4"/><path d="M4 21a8 8 0 0 1 16 0"/>',
    "reach": '<path d="M2 12h4l3-8 6 16 3-8h4"/>',
}


def at(degrees: float) -> str:
    turn = radians(degrees)
    return f"{MIDDLE + RADIUS * sin(turn):.1f} {MIDDLE - RADIUS * cos(turn):.1f}"


def arc(begin: float, end: float) -> str:
    return f"M{at(begin)}A{RADIUS} {RADIUS} 0 {int(end - begin > 180)} 1 {at(end)}"


def mark(ring: str, end: str, tick: str, *, scale: float = 1.0) -> str:
    aside = MIDDLE * (1 - scale)
    down = aside + SINK * scale
    return (
        f'<g transform="translate({aside:.1f} {down:.1f}) scale({scale})" fill="none" stroke-width="{STROKE}" '
        f'stroke-linecap="round" stroke-linejoin="round"><path d="{arc(TURN, END)}" stroke="{end}"/>'
        f'<path d="{arc(BEGIN, TURN)}" stroke="{ring}"/><path d="{TICK}" stroke="{tick}"/></g>'
    )


def svg(body: str, *, ground: str | None = BRAND, corner: int = 0) -> str:
    plate = f'<rect width="{SIDE}" height="{SIDE}" rx="{corner}" fill="{ground}"/>' if ground else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">{plate}{body}</svg>'


def shortcut(drawing: str) -> str:
    strokes = f'<g transform="translate(136 136) scale(10)" fill="none" stroke="{WHITE}" stroke-width="2" '
    return svg(f'{strokes}stroke-linecap="round" stroke-linejoin="round">{drawing}</g>', corner=256)


def drawings() -> dict[str, tuple[str, tuple[int, ...]]]:
    """File name → drawing and sizes; `{}` stands for the size."""
    full = svg(mark(WHITE, AMBER, WHITE, scale=1.06), corner=112)
    masked = svg(mark(WHITE, AMBER, WHITE, scale=0.96))
    # The system colours these itself: only what is opaque counts.
    bare = svg(mark(WHITE, WHITE, WHITE, scale=1.25), ground=None)
    return {
        "icon-{}.png": (full, (192, 512)),
        "maskable-{}.png": (masked, (192, 512)),
        # Without corners: iPhones round it off themselves.
        "icon-180.png": (svg(mark(WHITE, AMBER, WHITE)), (180,)),
        "monochrome-{}.png": (bare, (512,)),
        "badge-{}.png": (bare, (96,)),
        **{f"shortcut-{name}-{{}}.png": (shortcut(drawing), (96, 192)) for name, drawing in SHORTCUTS.items()},
    }


def draw(page: Page, drawing: str, size: int, file: Path) -> None:
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f'<style>body{{margin:0}}svg{{display:block}}</style><div style="width:{size}px">{drawing}</div>')
    page.screenshot(path=file, omit_background=True)


def main() -> None:
    (ICONS / "icon.svg").write_text(svg(mark(WHITE, AMBER, WHITE, scale=1.06), corner=112) + "\n")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.binary(), chromium_sandbox=False)
        page = browser.new_page()
        for name, (drawing, sizes) in drawings().items():
            for size in sizes:
                draw(page, drawing, size, ICONS / name.format(size))
        browser.close()


if __name__ == "__main__":
    main()
