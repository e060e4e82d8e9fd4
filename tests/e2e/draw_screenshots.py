"""Pictures of the running demo district for the client's manifests.

`make reset run`, so that no order of before is in the picture; then `python -m tests.e2e.draw_screenshots
http://localhost:8000 var` writes pwa/public/screenshots.
"""

import base64
import json
import secrets
import sys
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Page, sync_playwright

from backend.core.db import uuid7
from backend.demo import accounts
from tests.e2e import chromium, steps
from tests.e2e.api import Caller
from tests.e2e.subscription import SCRIPT
from tests.e2e.words import LANGUAGES, Language
from tests.e2e.world import Someone
from tools import paths

PICTURES = paths.ROOT / "pwa/public/screenshots"
NARROW, WIDE = (390, 844), (1280, 800)
STREET = "330103005"
SITE = {"lng": 120.1745, "lat": 30.2712, "radius_m": 120}
QUALITY = 0.7
AS_WEBP = """
    async ([source, quality]) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
        canvas.getContext('2d').drawImage(image, 0, 0);
        return canvas.toDataURL('image/webp', quality);
    }
"""
#: a worker inside the zone, so that the way out can be seen
HERE = {"longitude": 120.1738, "latitude": 30.2708, "accuracy": 12}


def issue(commander: Caller) -> dict[str, Any]:
    plan = commander.get("/plans/road_collapse")
    target: dict[str, Any] = {
        "areas": [STREET],
        "polygon": None,
        "circle": SITE,
        "roles": [],
        "exclude": {"areas": [], "people": []},
    }
    stamps = dict.fromkeys(("opened", "plan_chosen", "area_set", "confirmed"), commander.get("/time")["now"])
    slots = {slot["name"]: slot["example"] for slot in plan["slots"]}
    order: dict[str, Any] = commander.post(
        "/orders",
        id=str(uuid7()),
        plan_code=plan["code"],
        plan_version=plan["version"],
        status="Actual",
        slots=slots,
        target=target,
        stamps=stamps,
    )
    return order


def reachable() -> str:
    """A headless browser has no push service: the picture is that of a phone which has one. The demo sends nothing."""
    point = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": text(point), "auth": text(secrets.token_bytes(16))}
    facts = {"endpoint": f"https://fcm.googleapis.com/fcm/send/{secrets.token_urlsafe(24)}", **keys}
    return f"({SCRIPT.read_text()})({json.dumps(facts)})"


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def screen(browser: Browser, size: tuple[int, int], language: Language) -> Page:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=language,
        timezone_id="Asia/Shanghai",
        geolocation=HERE,  # type: ignore[arg-type]  # Playwright's own shape
        permissions=["geolocation", "notifications"],
        reduced_motion="reduce",
    )
    context.add_init_script(f"location.protocol === 'about:' || localStorage.setItem('language', '{language}')")
    context.add_init_script(reachable())
    return context.new_page()


def save(page: Page, name: str, language: Language) -> None:
    page.wait_for_timeout(2_500)  # nothing that a picture shows may still be moving
    png = base64.b64encode(page.screenshot()).decode()
    webp = page.evaluate(AS_WEBP, [f"data:image/png;base64,{png}", QUALITY])
    (PICTURES / f"{name}-{language[:2]}.webp").write_bytes(base64.b64decode(webp.partition(",")[2]))
    page.context.close()


def main(origin: str, folder: Path) -> None:
    people = {one.username: Someone(uuid7(), "", one.username, one.password, "") for one in accounts.kept(folder)}
    PICTURES.mkdir(exist_ok=True)
    order = issue(Caller(origin, people["chaoming"]))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.binary(), chromium_sandbox=False)
        for language in LANGUAGES:
            page = screen(browser, NARROW, language)
            steps.fill_in(page, origin, people["worker"], language)
            steps.open_page(page, f"{origin}/orders/{order['id']}")
            save(page, "order", language)
            page = screen(browser, NARROW, language)
            steps.fill_in(page, origin, people["worker"], language)
            save(page, "home", language)
            page = screen(browser, WIDE, language)
            steps.fill_in(page, origin, people["chaoming"], language)
            steps.open_page(page, f"{origin}/command/orders/{order['id']}")
            save(page, "board", language)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
