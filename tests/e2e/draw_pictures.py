"""`make pictures`: every screen as the demo district shows it, into docs/images/screens, and a page that lists them."""

import base64
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
import requests
from playwright.sync_api import Browser, Page, expect, sync_playwright

from backend.commands.rules.receipt_token import Holder, seal
from backend.core.db import uuid7
from backend.demo import accounts
from backend.paging.rules import link
from tests.conftest import scratch_database
from tests.e2e import certificate, chromium, draw_cover, product, steps
from tests.e2e.api import Caller
from tests.e2e.product import FLASK, Product
from tests.e2e.screen import Screen
from tests.e2e.screens import SCREENS, chosen
from tests.e2e.stage import Stage, begun, muster, report, told
from tests.e2e.words import Language
from tests.e2e.world import Someone
from tools import paths, postgres

PICTURES = paths.ROOT / "docs" / "images" / "screens"
STREET = "330103005"
SITE = {"lng": 120.1745, "lat": 30.2712, "radius_m": 120}
#: A worker inside the zone, so that the way out can be seen.
HERE = {"longitude": 120.1738, "latitude": 30.2708, "accuracy": 12}
#: A dwelling of the worker's grid.
ORANGE = "/modules/rental_housing/entities?state=orange"
#: What a worker of the grid has seen there.
SEEN = {"lng_wgs84": 120.1738, "lat_wgs84": 30.2708, "accuracy_m": 12, "age_s": 2, "source": "gnss"}
#: Of those whom the order reached: who needs help, who cannot come, and one in so many who has not answered at all.
NEED_HELP, CANNOT, SILENT = {3, 17}, {5, 11, 29}, 9
LONGEST, SHORTEST = 1500, 844
#: of a phone's picture; the command centre's shows four times as much
HEAVIEST_BYTES, HEAVIEST_WIDE_BYTES = 60 * 1024, 120 * 1024
SETTLED_MS = 1200


@dataclass(frozen=True, slots=True)
class Look:
    name: str
    language: Language
    width: int
    theme: str = "light"
    elder: bool = False


LOOKS = (
    Look("zh", "zh-CN", 390),
    Look("en-dark", "en", 390, theme="dark"),
    Look("elder", "zh-CN", 320, elder=True),
)
WIDE = Look("wide", "zh-CN", 1440)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demo() as stage, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.binary(), chromium_sandbox=False)
        for look in (*LOOKS, WIDE):
            own = [screen for screen in chosen() if look is not WIDE or screen.is_wide]
            for role in dict.fromkeys(screen.role for screen in own):
                _draw(browser, stage, [screen for screen in own if screen.role == role], look)
        browser.close()
    draw_cover.draw(PICTURES, PICTURES.parent / "cockpit.jpg")
    (PICTURES.parent / "README.md").write_text(index())


@contextmanager
def demo() -> Iterator[Stage]:
    """The demo district on a database of its own, with a live order that most have answered."""
    with tempfile.TemporaryDirectory(prefix="palm-pictures-") as made:
        folder = Path(made)
        server = postgres.start(folder / "data", log=folder / "postgres.log", durable=False)
        try:
            with scratch_database(server.url) as url:
                ca_file = certificate.make(folder).ca_file
                made_ready = product.prepared(folder, url, ca_file)
                for words in (("db", "upgrade"), ("demo", "load")):
                    subprocess.run([*FLASK, *words], check=True, cwd=paths.ROOT, env=made_ready.environment)
                with product.running(folder, database_url=url, push_ca_file=ca_file, product=made_ready) as running:
                    yield _stage(running, folder, url)
        finally:
            postgres.stop(server)


def _stage(running: Product, folder: Path, url: str) -> Stage:
    people = {it.username: Someone(uuid7(), it.name, it.username, it.password, "") for it in accounts.kept(folder)}
    chaoming = Caller(running.origin, people["chaoming"])
    order = chaoming.order(STREET, plan="road_collapse", circle=SITE)
    drill = chaoming.order(STREET, plan="fire", status="Exercise", circle=SITE)
    _answer(running, url, order["id"], but=people["worker"].name)
    roles = {
        "commander": "chaoming",
        "duty_officer": "chaoming-duty",
        "grid_worker": "worker",
        "volunteer": "volunteer",
        "security_admin": "security",
        "system_admin": "system",
        "audit_admin": "audit",
        "approver": "commander",
        "analyst": "analyst",
    }
    person_id = Caller(running.origin, people["security"]).get("/people?role=grid_worker&limit=1")["items"][0]["id"]
    held = chaoming.get("/drills?when=past")["items"][0]["id"]
    seated = {role: people[name] for role, name in roles.items()}
    wide = Caller(running.origin, people["commander"]).order("330103", plan="typhoon_flooding", to="/submissions")
    incident = report(Caller(running.origin, people["worker"]), place=SEEN)
    officer = Caller(running.origin, people["chaoming-duty"])
    volunteer = Caller(running.origin, people["volunteer"])
    told(chaoming, STREET)
    return Stage(
        running.origin, STREET, seated, order, drill, held, incident, person_id, wide["id"],
        muster_id=muster(running.origin, chaoming, seated, STREET),
        place_id=officer.get("/gate/places")["items"][0]["id"],
        isolation_id=officer.get("/isolations")["items"][0]["id"],
        activity_id=volunteer.get("/activities")["items"][0]["id"],
        certificate=next(one["certificate"] for one in volunteer.get("/me/hours")["items"] if one["certificate"]),
        site_id=officer.get("/sites?state=working")["items"][0]["id"],
        script_id=chaoming.get("/paging/scripts")["items"][0]["id"],
        draft_id=begun(chaoming, STREET),
        entity_id=Caller(running.origin, people["worker"]).get(ORANGE)["items"][0]["id"],
        **_asked(running, url, chaoming),
    )  # fmt: skip


def _asked(running: Product, url: str, commander: Caller) -> dict[str, str]:
    """A campaign that runs, and the link of somebody who has not answered yet."""
    campaigns = commander.get("/paging/campaigns")["items"]
    [campaign_id, *_] = [one["id"] for one in campaigns if one["state"] == "running"]
    waiting = "SELECT no FROM paging_target WHERE campaign_id = %s AND outcome IS NULL ORDER BY no LIMIT 1"
    with psycopg.connect(url) as connection:
        [[number]] = connection.execute(waiting, (campaign_id,)).fetchall()
    return {"campaign_id": campaign_id, "link": link.seal(running.environment["PALM_PAGING_SECRET"], number)}


def _answer(running: Product, url: str, order_id: str, *, but: str) -> None:
    """As phones do it without a session: by the token of their push."""
    asked = "SELECT person_id FROM delivery JOIN person ON person.id = person_id WHERE order_id = %s AND name <> %s"
    with psycopg.connect(url) as connection:
        found = [row[0] for row in connection.execute(f"{asked} ORDER BY person_id", (order_id, but))]
    now = requests.get(f"{running.origin}/api/time", timeout=10).json()["now"]
    for number, person_id in enumerate(found):
        if number % SILENT == SILENT - 1:
            continue
        state = "needs_help" if number in NEED_HELP else "declined" if number in CANNOT else "acknowledged"
        token = seal(running.environment["PALM_RECEIPT_SECRET"], Holder(UUID(order_id), person_id))
        report = {"id": str(uuid7()), "order_id": order_id, "state": state, "token": token}
        said = {**report, "device_at": now, "clock_offset_ms": 0}
        requests.post(f"{running.origin}/api/receipts", json=said, timeout=10).raise_for_status()


def _draw(browser: Browser, stage: Stage, screens: list[Screen], look: Look) -> None:
    context = browser.new_context(
        viewport={"width": look.width, "height": SHORTEST},
        device_scale_factor=1 if look is WIDE else 1.5,
        locale=look.language,
        timezone_id="Asia/Shanghai",
        color_scheme=look.theme,  # type: ignore[arg-type]  # one of Playwright's two words
        reduced_motion="reduce",
        geolocation=HERE,  # type: ignore[arg-type]  # Playwright's own shape
        permissions=["geolocation", "notifications"],
    )
    stored = {"language": look.language, "elder": "1" if look.elder else "0"}
    script = "".join(f"localStorage.setItem('{name}', '{value}');" for name, value in stored.items())
    context.add_init_script(f"if (location.protocol !== 'about:') {{ {script} }}")
    page = context.new_page()
    _reach(page)
    if screens[0].role is not None:
        steps.fill_in(page, stage.origin, stage.people[screens[0].role], look.language)
    for screen in screens:
        page.set_viewport_size({"width": look.width, "height": SHORTEST})
        steps.open_page(page, f"{stage.origin}{screen.path(stage)}")
        expect(page.locator(screen.ready).first).to_be_visible()
        _save(page, PICTURES / f"{screen.name}-{look.name}.webp", look)
    context.close()


def _reach(page: Page) -> None:
    """This browser has no push service; most phones of a district have one, and no banner that misses it."""
    page.context.add_init_script(path=Path(__file__).with_name("drawn_phone.js"))


def _save(page: Page, file: Path, look: Look) -> None:
    """As long as the page, within reason, and as sharp as the limit of its weight allows."""
    page.wait_for_timeout(SETTLED_MS)
    length = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": look.width, "height": max(SHORTEST, min(length, LONGEST))})
    page.wait_for_timeout(SETTLED_MS)
    session = page.context.new_cdp_session(page)
    for quality in (80, 65, 50, 35, 20):
        shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = base64.b64decode(shot["data"])
        if len(picture) <= (HEAVIEST_WIDE_BYTES if look is WIDE else HEAVIEST_BYTES):
            break
    session.detach()
    file.write_bytes(picture)


def index() -> str:
    """The page that shows them all, by screen."""
    lines = [
        "# Every screen",
        "",
        "Drawn by `make pictures` from the demo district: by day in Chinese, by night in English, in large type at",
        "320 px, and on the command centre's screen where that has a layout of its own. Times and numbers are those of",
        "the day of drawing.",
        "",
    ]
    # The demo district has no picture of some: an activity that its worker hosts, questions to its volunteer.
    for screen in (one for one in SCREENS if (PICTURES / f"{one.name}-zh.webp").exists()):
        names = [f"screens/{screen.name}-{look.name}.webp" for look in LOOKS]
        shown = " ".join(f'<img src="{name}" width="240" alt="{screen.name}, {name[8:-5]}">' for name in names)
        lines += [f"## {screen.name}", "", f"`{screen.route}`, {screen.role or 'nobody signed in'}", "", shown, ""]
        if screen.is_wide:
            lines += [f'<img src="screens/{screen.name}-wide.webp" width="760" alt="{screen.name}, wide">', ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
