"""A street's clerk writes its module anew on a phone, a second person publishes it, workers fill it in."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from backend.core.db import uuid7
from tests.builders import drafts
from tests.e2e import steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.words import word
from tests.e2e.world import Someone, World

MODULE, TITLE, FIELD = "bench_of_a_street", "河边长椅", "木料编号"
ELSEWHERE = "别处的长椅"


class Cast(NamedTuple):
    """Two people of the street, and a worker in one of its grids."""

    clerk: Someone
    second: Someone
    worker: Someone
    stranger: Someone
    street: str


@pytest.fixture
def cast(live_server: Product, world: World) -> Cast:
    """The street has the first version of a module, with one row; another street writes one of its own."""
    place = world.community()
    street, other = place[:9], world.elsewhere(place)[:9]
    clerk, second = world.someone("system_admin", street), world.commander(street)
    worker, stranger = world.worker(world.grid_of(place)), world.someone("system_admin", other)
    caller = Caller(live_server.origin, clerk)
    first = drafts.body(street, text=drafts.text(**{"id: bench": f"id: {MODULE}", "{zh: 长椅, en: Benches}": _titled}))
    path = f"/module-drafts/{first['id']}"
    caller.post("/module-drafts", **first)
    caller.post(f"{path}/submit")
    Caller(live_server.origin, second).post(f"{path}/approve")
    caller.put(f"/modules/{MODULE}/switches/{street}", is_on=True)
    _look(Caller(live_server.origin, worker), worker.area_code)
    theirs = drafts.body(other, text=drafts.text(长椅=ELSEWHERE))
    Caller(live_server.origin, stranger).post("/module-drafts", **theirs)
    return Cast(clerk, second, worker, stranger, street)


_titled = f"{{zh: {TITLE}, en: Benches by the river}}"


def _look(caller: Caller, grid: str) -> None:
    ids = {"id": str(uuid7()), "entity_id": str(uuid7())}
    said = {"form": "look", "version": 1, "data": {"place": "桥头", "sound": True}, "clock_offset_ms": 0}
    caller.post(f"/modules/{MODULE}/forms", **ids, **said, area_code=grid, device_at=caller.get("/time")["now"])


@pytest.fixture
def visit(live_server: Product, browser: Browser) -> Callable[[Someone, Callable[[Page], None]], None]:
    """Somebody does something on a phone of his own."""

    def done(who: Someone, does: Callable[[Page], None]) -> None:
        with phone_page(browser) as page:
            steps.sign_in(page, live_server.origin, who)
            does(page)

    return done


def test_a_module_is_written_tried_published_by_a_second_person_and_filled_in(
    live_server: Product, cast: Cast, visit: Callable[[Someone, Callable[[Page], None]], None]
) -> None:
    origin = live_server.origin
    visit(cast.clerk, lambda page: _writes(page, origin))
    second = Caller(origin, cast.second)
    drafted = _of_module(second.get("/module-drafts")["items"], "submitted")
    assert (drafted["title"]["zh"], drafted["area_code"]) == (TITLE, cast.street)
    limits = json.loads(second.get(f"/module-drafts/{drafted['id']}")["content"])["limits"]
    assert sorted(limit["value"] for limit in limits.values()) == [14, 30]
    visit(cast.second, lambda page: _publishes(page, origin, drafted["id"]))
    visit(cast.worker, lambda page: _fills_in(page, origin))
    visit(cast.stranger, lambda page: _sees_nothing_of_it(page, origin))
    assert MODULE not in {one["id"] for one in Caller(origin, cast.stranger).get("/modules")["items"]}


def _of_module(items: list[dict[str, Any]], state: str) -> dict[str, Any]:
    return next(one for one in items if (one["module"], one["state"]) == (MODULE, state))


def _writes(page: Page, origin: str) -> None:
    steps.open_page(page, f"{origin}/modules/manage")
    expect(page.get_by_role("link", name=TITLE).first).to_be_visible()
    expect(page.get_by_text(ELSEWHERE)).to_have_count(0)
    page.get_by_role("link", name=TITLE).last.click()
    steps.press(page, "medit.new_version")
    _adds_a_field(page)
    _adds_a_limit(page)
    frame = _opens(page, "medit.preview").get_by_role("group", name=word("medit.preview"))
    frame.get_by_label(FIELD).fill("A-17")
    expect(frame.get_by_label("地点")).to_be_visible()
    steps.press(page, "medit.save")
    expect(page.get_by_text(word("medit.saved"))).to_be_visible()
    part = _opens(page, "medit.difference")
    part.get_by_role("button", name=word("medit.try_rows")).click()
    expect(part.get_by_text(word("medit.trial_rows").format(n=1))).to_be_visible()
    expect(part.get_by_text(word("medit.trial_fit"))).to_be_visible()
    _decides(page, "submit")
    expect(page.get_by_text(word("medit.state_submitted"))).to_be_visible()
    # Nobody publishes his own.
    expect(page.get_by_role("button", name=word("medit.approve"))).to_have_count(0)


def _adds_a_field(page: Page) -> None:
    page.get_by_role("button", name=word("medit.add_field"), exact=True).first.click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label(f"{word('medit.label')} · {word('medit.zh')}").fill(FIELD)
    sheet.get_by_label(f"{word('medit.label')} · {word('medit.en')}").fill("Mark on the wood")
    sheet.get_by_role("button", name=word("medit.add"), exact=True).click()
    expect(page.get_by_role("button", name=FIELD).first).to_be_visible()


def _adds_a_limit(page: Page) -> None:
    part = _opens(page, "medit.limits")
    part.get_by_role("button", name=word("medit.add_limit")).click()
    part.get_by_role("textbox", name=word("medit.limits")).fill("14")


def _opens(page: Page, key: str) -> Locator:
    """A part of the draft by its title."""
    part = page.locator("details.part").filter(has=page.locator("summary", has_text=word(key)))
    part.locator("summary").click()
    return part


def _decides(page: Page, verb: str) -> None:
    steps.press(page, f"medit.{verb}")
    page.get_by_role("dialog").get_by_role("button", name=word(f"medit.{verb}"), exact=True).click()


def _publishes(page: Page, origin: str, draft_id: str) -> None:
    steps.open_page(page, f"{origin}/modules/drafts/{draft_id}")
    _opens(page, "medit.difference")
    expect(page.get_by_text(FIELD).first).to_be_visible()
    _decides(page, "approve")
    expect(page.locator("#main").get_by_text(word("medit.state_published"))).to_be_visible()
    steps.open_page(page, f"{origin}/modules/manage")
    page.get_by_role("link", name=TITLE).last.click()
    page.get_by_label(word("medit.version"), exact=True).select_option(label=word("medit.version_n").format(n=2))
    steps.press(page, "medit.put_in_force")
    expect(page.get_by_text(word("medit.switched_on"))).to_be_visible()


def _fills_in(page: Page, origin: str) -> None:
    steps.open_page(page, f"{origin}/modules/{MODULE}/new/look")
    page.get_by_label("地点").fill("望江门")
    page.get_by_text(word("medit.yes"), exact=True).first.click()
    page.get_by_label(FIELD).fill("A-17")
    steps.press(page, "modules.send")
    # Its verdict stood beside the form before it was sent: only the row's own page says that it is safe.
    page.wait_for_url("**/module-entities/*")
    expect(page.get_by_text("好: 完好")).to_be_visible()
    steps.open_page(page, f"{origin}/modules/{MODULE}")
    page.get_by_role("link", name="望江门").click()
    expect(page.get_by_text("A-17")).to_be_visible()


def _sees_nothing_of_it(page: Page, origin: str) -> None:
    steps.open_page(page, f"{origin}/modules/manage")
    expect(page.get_by_text(ELSEWHERE).first).to_be_visible()
    expect(page.get_by_text(TITLE)).to_have_count(0)
