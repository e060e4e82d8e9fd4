"""`make bench-lines`: one report with a photo over the lines that phones have, from the tap until it is here.

Beside it what a web form does: text and the photo as the camera made it, in one request.
"""

import json
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import flask_migrate
from PIL import Image
from playwright.sync_api import Browser, CDPSession, FilePayload, Page, expect, sync_playwright

from bench.figures import put
from tests.conftest import make_app, scratch_database
from tests.e2e import certificate, chromium, product, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone, World
from tools import client, postgres

#: name → down and up in kbit/s, and milliseconds until the first byte
LINES = {
    "GPRS": (50, 20, 500),
    "2G": (250, 50, 300),
    "Good 2G": (450, 150, 150),
    "3G": (750, 250, 100),
    "Good 3G": (1500, 750, 40),
    "4G": (4000, 3000, 20),
}
PIXELS = (4000, 3000)
#: A form that takes longer is not waited for: its bytes over the line's rate are.
LONGEST_FORM_S = 90
PATIENCE_S = 600
WHERE = {"latitude": 30.2903, "longitude": 120.1716, "accuracy": 12.0}


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds from the tap on one line; `form_was_timed` is False where the form's time is worked out."""

    text_s: float
    photo_s: float
    photo_kb: float
    form_s: float
    form_was_timed: bool


def main() -> None:
    others = os.getloadavg()[0]
    client.ensure_built()
    taken = camera()
    with cockpit() as (running, world), form() as form_port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.binary(), chromium_sandbox=False)
        found = {}
        for name in LINES:
            found[name] = measured(browser, running, world, form_port, taken, name)
            print(f"  {name:<8} {found[name]}")
        browser.close()
    size = f"{len(taken['buffer']) / 1e6:.1f} MB as the camera made it"
    note = f"A photo of {PIXELS[0]} × {PIXELS[1]}, {size}; the line is the browser's own. Times marked * are the form's"
    note += f" bytes over the line's rate: longer than {LONGEST_FORM_S} s was not waited for."
    put("bench-lines", f"{TITLE}\n\n{table(found)}\n\n{note} Load average before it began: {others:.1f}.")
    print("RESULT " + json.dumps({name: round(took.form_s / took.photo_s, 2) for name, took in found.items()}))


TITLE = "One report with a photo, over the lines that phones have (`make bench-lines`)"


def table(found: dict[str, Took]) -> str:
    head = "| line | text here, s | photo here, s | photo, KB | one form with the photo as it is, s | ratio |"
    rows = [
        f"| {name} {down}/{up} kbit/s, {wait} ms | {took.text_s:.1f} | {took.photo_s:.1f} | {took.photo_kb:.0f} "
        f"| {took.form_s:.1f}{'' if took.form_was_timed else ' *'} | {took.form_s / took.photo_s:.1f} |"
        for (name, took), (down, up, wait) in zip(found.items(), LINES.values(), strict=True)
    ]
    return "\n".join([head, "|---|" + "---:|" * 5, *rows])


def measured(browser: Browser, running: Product, world: World, form_port: int, taken: FilePayload, line: str) -> Took:
    worker = world.worker(world.community())
    with phone_page(browser) as page:
        text_s, photo_s, photo_kb = report(page, running.origin, worker, taken, line)
    expected = len(taken["buffer"]) * 8 / 1000 / LINES[line][1]
    if expected > LONGEST_FORM_S:
        return Took(text_s, photo_s, photo_kb, expected, form_was_timed=False)
    with phone_page(browser) as page:
        return Took(text_s, photo_s, photo_kb, send_form(page, form_port, taken, line), form_was_timed=True)


def report(page: Page, origin: str, worker: Someone, taken: FilePayload, line: str) -> tuple[float, float, float]:
    page.context.grant_permissions(["geolocation", "notifications"], origin=origin)
    with page.expect_response("**/api/incident-categories"), page.expect_response("**/api/areas/shapes**"):
        steps.sign_in(page, origin, worker)
    page.goto(f"{origin}/report")
    page.get_by_role("button", name="路面塌陷", exact=True).click()
    page.context.set_geolocation(WHERE)  # type: ignore[arg-type]  # Playwright's own shape
    expect(page.get_by_text(word("report.frozen"))).to_be_visible()
    page.locator("input[capture]").set_input_files(taken)
    expect(page.locator(".strip li")).to_have_count(1, timeout=60_000)
    lead(page.context.new_cdp_session(page), line)
    desk = Caller(origin, worker)
    tapped = datetime.fromisoformat(desk.get("/time")["now"])
    steps.press(page, "report.send")

    def whole() -> dict[str, Any] | None:
        found: list[dict[str, Any]] = desk.get("/incidents/mine")["items"]
        return found[0] if found and found[0]["photos"]["arrived"] == 1 else None

    arrived = eventually(whole, within=PATIENCE_S, what=f"the report over {line}")
    assert arrived is not None
    [photo] = arrived["photos"]["items"]
    ends = [datetime.fromisoformat(at) for at in (arrived["recorded_at"], photo["arrived_at"])]
    text_s, photo_s = ((end - tapped).total_seconds() for end in ends)
    return text_s, photo_s, photo["size_bytes"] / 1024


def send_form(page: Page, port: int, taken: FilePayload, line: str) -> float:
    """In one request, timed by the page that sends it."""
    page.goto(f"http://localhost:{port}/")
    page.locator("input").set_input_files(taken)
    lead(page.context.new_cdp_session(page), line)
    page.set_default_timeout(PATIENCE_S * 1000)
    seconds: float = page.evaluate(
        """async () => {
            const began = performance.now();
            await (await fetch("/", { method: "POST", body: new FormData(document.forms[0]) })).text();
            return (performance.now() - began) / 1000;
        }"""
    )
    return seconds


def lead(session: CDPSession, line: str) -> None:
    """Over this line from now on."""
    down, up, wait = LINES[line]
    rates = {"downloadThroughput": down * 125, "uploadThroughput": up * 125}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": wait, **rates})


def camera() -> FilePayload:
    """As a phone makes it: twelve megapixels, of a noise that no format makes small."""
    picture = Image.effect_noise(PIXELS, 24).convert("RGB")
    file = BytesIO()
    picture.save(file, "JPEG", quality=80)
    return {"name": "camera.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


class Form(BaseHTTPRequestHandler):
    """A page with a form, and whatever it sends, read to its end."""

    PAGE = b"<form><input type=file name=photo><textarea name=words>sinking road</textarea></form>"

    def do_GET(self) -> None:
        self._say(self.PAGE)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say(b"done")

    def _say(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The table says enough."""


@contextmanager
def form() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Form)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def cockpit() -> Iterator[tuple[Product, World]]:
    """The product with a small district, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="palm-bench-") as made:
        folder = Path(made)
        server = postgres.start(folder / "data", log=folder / "postgres.log")
        try:
            with scratch_database(server.url) as url:
                app = make_app(url)
                with app.app_context():
                    flask_migrate.upgrade()
                ca_file = certificate.make(folder).ca_file
                with product.running(folder, database_url=url, push_ca_file=ca_file) as running:
                    yield running, World(app)
        finally:
            postgres.stop(server)


if __name__ == "__main__":
    main()
