"""A person without a finger or a mouse: Tab, Enter, Space, and what the focus has to show meanwhile."""

from playwright.sync_api import Locator, Page

#: More presses than any screen has things to press.
LONGEST_WAY = 150
HAS_FOCUS = "(it) => it === document.activeElement"
#: WCAG 2.2: the focus can be seen (2.4.7), and nothing that stays in place lies over all of it (2.4.11).
SHOWS_FOCUS = """
    (it) => {
        const own = [it, it.closest('label'), it.parentElement, it.nextElementSibling].filter(Boolean);
        // A card whose link covers it draws its ring on what is before or after the words.
        const drawn = own.flatMap((part) => [null, '::before', '::after'].map((half) => getComputedStyle(part, half)));
        const seen = drawn.some(({ outlineStyle, outlineWidth, boxShadow }) => {
            return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
        });
        const { left, top, width, height } = it.getBoundingClientRect();
        const places = [[0.5, 0.5], [0.5, 0.1], [0.5, 0.9], [0.1, 0.5], [0.9, 0.5]];
        const hit = ([x, y]) => document.elementFromPoint(left + width * x, top + height * y);
        const free = places.some((place) => {
            const above = hit(place);
            return above && (own.some((part) => part.contains(above)) || above.contains(it) && above !== document.body);
        });
        return (seen ? '' : 'no ring ') + (free || width < 2 ? '' : 'hidden behind something ');
    }
"""


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus; every stop on the way has to show where the person is."""
    wanted.wait_for()
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        _assert_shown(page)
        if wanted.evaluate(HAS_FOCUS):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    reach(page, wanted)
    page.keyboard.press(key)


def write(page: Page, wanted: Locator, text: str) -> None:
    reach(page, wanted)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def _assert_shown(page: Page) -> None:
    focused = page.locator(":focus")
    if focused.count():
        fault = focused.evaluate(SHOWS_FOCUS)
        assert not fault, f"{fault}: {focused.evaluate('(it) => it.outerHTML')[:200]}"
