"""A code before a phone's camera: read by the built client's own reader, felt, and lit where there is a light."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from tests.e2e import at_gate, chromium, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import World

GATE = "东门"
#: What a phone would do that a browser on a desk cannot: it says so to the test.
FELT = "window.felt = []; navigator.vibrate = (pattern) => felt.push(pattern);"
LIT = """
    window.lit = [];
    MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
    MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => { lit.push(advanced[0].torch); };
"""
#: As Chrome on a phone has one; it stands for that phone's own eye.
OWN_EYE = """
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ["qr_code"]; }
        async detect(video) { return video.videoWidth && held ? [{ rawValue: held }] : []; }
    };
"""


PHONE = (FELT, LIT, OWN_EYE)


@contextmanager
def camera(playwright: Playwright, film: Path) -> Iterator[Browser]:
    """A browser whose camera sees the film."""
    seen = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    args = [*seen, f"--use-file-for-fake-video-capture={film}"]
    browser = playwright.chromium.launch(executable_path=chromium.binary(), chromium_sandbox=False, args=args)
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def at_the_gate(browser: Browser, product: Product, world: World, place: str, *scripts: str) -> Iterator[Page]:
    with phone_page(browser) as page:
        page.context.grant_permissions(["camera", "notifications"], origin=product.origin)
        for script in scripts:
            page.add_init_script(script)
        at_gate.stand(page, product.origin, world.worker(place), GATE)
        yield page


def test_a_code_is_read_from_the_camera_told_by_a_buzz_and_counted(
    live_server: Product, world: World, playwright: Playwright, tmp_path: Path
) -> None:
    place, origin = world.community(), live_server.origin
    officer, person = (Caller(origin, world.someone(role, place)) for role in ("duty_officer", "volunteer"))
    gate = at_gate.open_gate(officer, place, GATE)
    at_gate.declare(person)
    film = at_gate.film(at_gate.code(person)["text"], tmp_path / "code.y4m")
    with camera(playwright, film) as browser, at_the_gate(browser, live_server, world, place, FELT) as page:
        assert page.evaluate("typeof BarcodeDetector") == "undefined", (
            "this browser reads by itself: whose eye is tried?"
        )
        expect(at_gate.answer(page)).to_contain_text(word("gate.passed"))
        assert page.evaluate("felt") == [80]
        # This camera has no light, so nothing offers one.
        expect(page.get_by_role("button", name=word("gate.torch"))).to_have_count(0)
        expect(page.get_by_text(word("gate.count_passed"))).to_be_visible()
    came = eventually(lambda: officer.get(f"/gate/places/{gate}")["recent"], within=60, what="the check-in")
    assert (came[-1]["passed"], came[-1]["source"], came[-1]["why"]) == (True, "scan", "ok")


def test_a_phone_that_reads_by_itself_is_asked_first_and_lights_where_it_can(
    live_server: Product, world: World, playwright: Playwright, tmp_path: Path
) -> None:
    place, origin = world.community(), live_server.origin
    officer, person = (Caller(origin, world.someone(role, place)) for role in ("duty_officer", "volunteer"))
    at_gate.open_gate(officer, place, GATE)
    at_gate.declare(person, "fever")
    held = f"window.held = {json.dumps(at_gate.code(person)['text'])};"
    film = at_gate.film("NOTHING OF OURS", tmp_path / "other.y4m")
    with camera(playwright, film) as browser, at_the_gate(browser, live_server, world, place, *PHONE, held) as page:
        expect(at_gate.answer(page)).to_contain_text(word("gate.why.yellow"))
        assert page.evaluate("felt") == [[200, 100, 200]]
        page.evaluate("window.held = ''")
        at_gate.next_one(page)
        torch = page.get_by_role("button", name=word("gate.torch"), exact=True)
        torch.click()
        expect(torch).to_have_attribute("aria-pressed", "true")
        # While an answer stands there it is off: the next person is not blinded.
        page.evaluate("window.held = 'PC1:NO CODE'")
        expect(at_gate.answer(page)).to_contain_text(word("gate.why.format"))
        steps.until(page, "lit.length === 2")
        assert page.evaluate("lit") == [True, False]
