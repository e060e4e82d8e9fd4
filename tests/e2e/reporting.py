"""What somebody with a phone does to report something, and what the server has of it."""

from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Geolocation, Page, expect

from tests.e2e import steps
from tests.e2e.api import Caller
from tests.e2e.stored import stored
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone

BASEMENT: Geolocation = {"latitude": 30.2903, "longitude": 120.1716, "accuracy": 18}
RUBBISH = "暴露垃圾"
STREET: Geolocation = {"latitude": 30.3001, "longitude": 120.1850, "accuracy": 5}


def photo(name: str, colour: str) -> FilePayload:
    """As a camera makes it: large, and of a noise that no format makes small."""
    picture = Image.effect_noise((2400, 1800), 40).convert("RGB")
    picture.paste(colour, (0, 0, 800, 1800))
    file = BytesIO()
    picture.save(file, "JPEG", quality=90)
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


def anew(context: BrowserContext, url: str) -> Page:
    """The tab is killed, and the app opened again."""
    for page in context.pages:
        page.close()
    page = context.new_page()
    page.goto(url)
    return page


def measure(context: BrowserContext, where: Geolocation) -> None:
    """As a satellite does: only what was measured after the question counts."""
    context.set_geolocation(where)


def take(page: Page, *photos: FilePayload) -> None:
    for number, one in enumerate(photos, page.locator(".strip li").count() + 1):
        page.locator("input[capture]").set_input_files(one)
        expect(page.locator(".strip li")).to_have_count(number)


def mine(origin: str, worker: Someone) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Caller(origin, worker).get("/incidents/mine")["items"]
    return found


def sign_in(page: Page, origin: str, worker: Someone) -> None:
    """Signed in, and what a report needs without a network is on the phone: fetched a moment after the first screen."""
    steps.sign_in(page, origin, worker)
    steps.wait_for_worker(page)
    eventually(lambda: _is_prepared(stored(page, "cockpit-read", "kept")), within=60, what="what a report needs")


def _is_prepared(kept: list[Any]) -> bool:
    has_kinds = any(isinstance(one, list) and one and "class_code" in one[0] for one in kept)
    return has_kinds and any(isinstance(one, dict) and "shapes" in one for one in kept)


def seal(page: Page, origin: str, words: str, *photos: FilePayload) -> None:
    """A report to its end on the phone: it waits there, or is on its way."""
    page.goto(f"{origin}/report")
    measure(page.context, BASEMENT)
    page.get_by_role("button", name=RUBBISH, exact=True).first.click()
    expect(page.get_by_text(word("report.frozen"))).to_be_visible()
    page.get_by_label(word("report.words")).fill(words)
    take(page, *photos)
    steps.press(page, "report.send")
    expect(page.get_by_role("heading", level=1)).to_have_text(word("case.mine"))


def arrived(origin: str, worker: Someone) -> list[str]:
    """The words of what the server has, in the order in which it came."""
    return [one["description"] for one in reversed(mine(origin, worker))]
