"""叫应 up to the report: who declines is replaced, a silent place climbs and is taken over, and all of it is proved."""

import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.people.worker import Worker
from tests.e2e.product import Product
from tests.e2e.stage import DISTRICT
from tests.e2e.words import word
from tests.e2e.world import Someone, World

#: Half a minute is the shortest clock that a plan may have.
CLOCKS = [0.5, 0.5, 0.5]
LONG_MS = 90_000


@dataclass(frozen=True, slots=True)
class Scene:
    origin: str
    place: str
    commander: Someone
    responsible: Someone
    neighbour: Someone
    order: dict[str, Any]


@pytest.fixture
def scene(live_server: Product, world: World) -> Scene:
    """To a community whose responsible worker is alone in it; a neighbour comes afterwards."""
    origin, place = live_server.origin, world.community()
    commander = world.someone("commander", place[:9], is_lead=True)
    responsible = world.someone("grid_worker", place, is_lead=True)
    plan = a_plan_that_climbs_fast(Caller(origin, world.someone("system_admin", DISTRICT)))
    order = Caller(origin, commander).order(place, plan=plan)
    return Scene(origin, place, commander, responsible, world.someone("grid_worker", world.grid_of(place)), order)


def a_plan_that_climbs_fast(admin: Caller) -> str:
    shown = admin.plan()
    about = {"version", "saved_at", "source", "edited_by", "withdrawn_at", "withdrawn_by", "withdrawn_reason"}
    content = {name: value for name, value in shown.items() if name not in about}
    # Other tests find their plan by its title.
    own = {"code": "fast_climb", "title": {"zh": "快速升级", "en": "Soon one level up"}, "ladder": []}
    admin.post("/plans", content={**content, **own, "climb_minutes": CLOCKS, "quorum": 0.5}, note=None)
    return str(own["code"])


def said(key: str, **words: object) -> str:
    text = word(key)
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def test_a_place_is_answered_for_by_a_substitute_and_a_superior_and_the_report_proves_it(
    scene: Scene, browser: Browser, tmp_path: Path
) -> None:
    headline = scene.order["texts"]["zh"]["headline"]
    with phone_page(browser) as board, phone_page(browser) as phone:
        steps.sign_in(board, scene.origin, scene.commander)
        steps.open_page(board, f"{scene.origin}/command/orders/{scene.order['id']}")
        Caller(scene.origin, scene.responsible).answer(scene.order, "declined")
        card = board.locator("ul.cards")
        stands_in = {"name": scene.neighbour.name, "chosen": word("closure.chosen.role")}
        expect(card).to_contain_text(said("closure.sub", **stands_in))
        expect(card.locator(".answered")).to_have_count(0)
        take_over(board)
        worker = Worker(phone)
        steps.sign_in(phone, scene.origin, scene.neighbour)
        worker.opens(headline)
        worker.answers("acknowledged")
        expect(card.locator(".answered")).to_have_count(1)
        bundle = fetched(board, scene, tmp_path)
    assert verdict(bundle) == 0
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(data)
    assert verdict(bundle) == 1


def take_over(board: Page) -> None:
    """The place has climbed by its clock; whoever is told of it takes it over."""
    expect(board.get_by_text(said("closure.climb_wait", n=1))).to_be_visible(timeout=LONG_MS)
    board.get_by_role("button", name=word("closure.take")).click()
    expect(board.get_by_text(said("closure.climb_wait", n=1))).to_be_hidden()


def fetched(page: Page, scene: Scene, folder: Path) -> Path:
    page.get_by_role("link", name=word("closure.report.link")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(word("closure.report.title"))
    names = said("closure.report.sub", name=scene.neighbour.name, other=scene.responsible.name)
    expect(page.get_by_text(names)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=word("closure.report.bundle")).click()
    kept = folder / "bundle.zip"
    download.value.save_as(kept)
    return kept


def verdict(bundle: Path) -> int:
    """What the verifier says that lies in the bundle, run by whoever got it."""
    verifier = bundle.with_name("verify.py")
    if not verifier.exists():
        with zipfile.ZipFile(bundle) as files:
            verifier.write_bytes(files.read("verify.py"))
    return subprocess.run([sys.executable, str(verifier), str(bundle)], check=False, capture_output=True).returncode
