"""The module written from the guide alone, on a phone: a wire is found, refused twice in flight mode, put right."""

from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core.db import uuid7
from tests.e2e import steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.reporting import photo
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone, World
from tests.modules.test_outsider import FIRST

MODULE = "/modules/ebike_charging"


class Cast(NamedTuple):
    worker: Someone
    commander: Caller


@pytest.fixture
def cast(live_server: Product, world: World) -> Cast:
    """A clerk's file, published by a second person and switched on for the street."""
    place = world.community()
    street = place[:9]
    clerk = Caller(live_server.origin, world.someone("system_admin", street))
    commander = Caller(live_server.origin, world.commander(street))
    draft = {"id": str(uuid7()), "area_code": street, "text": FIRST}
    assert clerk.post("/module-drafts", **draft)["faults"] == []
    clerk.post(f"/module-drafts/{draft['id']}/submit")
    commander.post(f"/module-drafts/{draft['id']}/approve")
    clerk.put(f"{MODULE}/switches/{street}", is_on=True)
    return Cast(world.worker(world.grid_of(place)), commander)


def test_a_worker_finds_a_wire_hears_two_refusals_in_flight_mode_and_has_it_mended(
    live_server: Product, cast: Cast, browser: Browser
) -> None:
    with phone_page(browser) as page:
        steps.sign_in(page, live_server.origin, cast.worker)
        steps.wait_for_worker(page)
        _finds(page, live_server.origin)
        [found] = cast.commander.get(f"{MODULE}/entities")["items"]
        entity = f"{live_server.origin}/module-entities/{found['id']}"
        page.context.set_offline(True)
        _is_refused_twice(page, entity)
        page.context.set_offline(False)
        eventually(
            lambda: _row(cast, found["id"])["state"] == "overdue", within=60, what="what was said in flight mode"
        )
        assert _figures(cast)["hazards_open"] == 1
        _mends(page, entity)
        eventually(lambda: _row(cast, found["id"])["state"] == "closed", within=60, what="that it is put right")
        assert _row(cast, found["id"])["tasks"] == []
        assert _figures(cast) == {"points_safe": None, "hazards_open": 0, "days_taken": 0}


def _row(cast: Cast, entity_id: str) -> Any:
    return cast.commander.get(f"/module-entities/{entity_id}")


def _figures(cast: Cast) -> dict[str, float | None]:
    return {one["id"]: one["value"] for one in cast.commander.get(f"{MODULE}/indicators")["readings"]}


def _finds(page: Page, origin: str) -> None:
    steps.open_page(page, f"{origin}{MODULE}/new/find")
    page.get_by_label("楼幢单元").fill("5幢2单元")
    page.get_by_text("飞线充电", exact=True).click()
    steps.press(page, "modules.after")
    page.get_by_label("车主", exact=True).fill("王一")
    steps.press(page, "modules.send")
    expect(page.get_by_text("待整改: 飞线，限 7 天")).to_be_visible()
    # Its verdict stood beside the form before it was sent: only the row's own page says that it is safe.
    page.wait_for_url("**/module-entities/*")
    steps.open_page(page, f"{origin}{MODULE}")
    page.get_by_role("link", name="5幢2单元").click()
    expect(page.get_by_text("违规充电整改")).to_be_visible()


def _is_refused_twice(page: Page, entity: str) -> None:
    page.goto(f"{entity}/fill/talk")
    for number in (1, 2):
        page.get_by_role("button", name="添加一项劝导记录").click()
        item = page.get_by_role("region", name=f"劝导记录 {number}")
        item.get_by_text("拒绝", exact=True).click()
    expect(page.get_by_text("逾期未改: 拒绝 2 次")).to_be_visible()
    steps.press(page, "modules.send")
    expect(page.get_by_text("逾期未改: 拒绝 2 次")).to_be_visible()
    expect(page.get_by_text(word("modules.worked_out_here").format(n=1))).to_be_visible()


def _mends(page: Page, entity: str) -> None:
    page.goto(entity)
    page.get_by_role("link", name=word("modules.do"), exact=True).click()
    page.locator("input[capture]").set_input_files(photo("after.jpg", "green"))
    expect(page.locator(".strip li")).to_have_count(1)
    steps.press(page, "modules.send")
    expect(page.get_by_text("已整改: ", exact=False).first).to_be_visible()
