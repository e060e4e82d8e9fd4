"""The map on an officer's phone: what lies where, in words as well, and all of it in a cellar."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core.db import uuid7
from tests.e2e import stage, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.people.map_reader import MapReader
from tests.e2e.product import Product
from tests.e2e.words import word
from tests.e2e.world import Someone, World


@pytest.fixture
def officer(live_server: Product, world: World) -> Someone:
    """Of a community where somebody is on duty, a case is open and an order is live."""
    place = world.community()
    worker = world.worker(world.grid_of(place))
    caller = Caller(live_server.origin, worker)
    stage.report(caller, place=_middle(caller, worker.area_code))
    tap = {"device_at": caller.get("/time")["now"], "clock_offset_ms": 0}
    caller.post("/me/duty", id=str(uuid7()), kind="duty", **tap)
    Caller(live_server.origin, world.commander(place)).order(place, plan="road_collapse")
    return world.someone("duty_officer", place)


def _middle(caller: Caller, code: str) -> dict[str, Any]:
    area = next(one for one in caller.get("/areas")["items"] if one["code"] == code)
    return {"lng_wgs84": area["lng_wgs84"], "lat_wgs84": area["lat_wgs84"], "accuracy_m": 8, "source": "gnss"}


def test_the_map_says_what_lies_where_remembers_its_layers_and_stays_without_a_network(
    live_server: Product, officer: Someone, browser: Browser
) -> None:
    with phone_page(browser) as page:
        steps.sign_in(page, live_server.origin, officer)
        steps.wait_for_worker(page)
        reader = MapReader(page, live_server.origin)
        reader.opens()
        for key in ("map.case_act", "map.on_duty", "map.zone", "map.assembly"):
            expect(reader.legend(key)).to_be_visible()
        _reads_the_list(page)
        reader.opens_layers()
        reader.flips("map.people")
        reader.closes()
        expect(reader.legend("map.on_duty")).to_have_count(0)
        reader.downloads()

        page.context.set_offline(True)
        reader.opens()
        expect(reader.legend("map.case_act")).to_be_visible()
        expect(reader.legend("map.on_duty")).to_have_count(0)
        # The ground came from the phone: houses are drawn from its tiles.
        expect(page.locator(".frame[data-ground=kept]")).to_be_visible()
        page.context.set_offline(False)
        reader.opens()
        reader.forgets()


def _reads_the_list(page: Page) -> None:
    steps.press(page, "map.as_list")
    for key in ("map.cases", "map.people", "map.orders"):
        expect(page.get_by_role("heading", name=word(key))).to_be_visible()
    expect(page.get_by_role("link", name="网格员")).to_be_visible()
    steps.press(page, "map.as_map")
