"""A report from a city's other app on the desk's phone: who reported it, and one tap to call him back."""

from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from backend.core.db import uuid7
from tests.e2e import steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.words import word
from tests.e2e.world import World
from tests.open311.foreign import call, translated

DISTRICT = "330103"
TOLD = {"description": "刀茅巷口路面塌了", "name": "小红 李", "phone": "13912345678", "address": "刀茅巷12号"}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return translated("three", tmp_path_factory.mktemp("three"))


def test_the_desk_calls_back_who_reported_through_another_app(
    live_server: Product, world: World, browser: Browser, three: Path
) -> None:
    origin, street = live_server.origin, world.community()[:9]
    keeper = Caller(origin, world.someone("system_admin", DISTRICT))
    app = keeper.post("/open311/applications", id=str(uuid7()), name="城市服务App", area_code=street)
    settings = {"endpoint": f"{origin}/open311/v2", "api_key": app["api_key"]}
    [posted] = call("three", settings, ("post", ["E0401"], TOLD), path=three)
    number = posted[0]["service_request_id"]

    duty = world.someone("duty_officer", street)
    [case] = [one for one in Caller(origin, duty).get("/incidents")["items"] if one["number"] == number]
    with phone_page(browser) as page:
        steps.sign_in(page, origin, duty)
        page.goto(f"{origin}/incidents/{case['id']}")
        card = page.get_by_role("region", name=word("origin.title").format(app="城市服务App"))
        expect(card.get_by_text("李小红")).to_be_visible()
        back = card.get_by_role("link", name=word("origin.call_number").format(phone=TOLD["phone"]))
        expect(back).to_have_attribute("href", f"tel:{TOLD['phone']}")
        steps.press(page, "verb.accept")
        expect(page.get_by_text(word("case_state.accepted")).first).to_be_visible()
    seen = requests.get(f"{origin}/open311/v2/requests/{number}.json", timeout=10).json()
    assert (seen[0]["status"], seen[0]["status_notes"], seen[0]["description"]) == ("open", "已受理", None)
