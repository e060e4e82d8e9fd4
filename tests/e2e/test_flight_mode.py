"""A cold start without a network: what was read is there and says how old it is; later the feed brings what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from backend.core.db import uuid7
from tests.e2e import reporting, stage, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.stored import stored
from tests.e2e.waiting import eventually
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import Someone, World

THREE_MINUTES = "(() => { const late = Date.now; Date.now = () => late() + 200_000; })()"


@dataclass(frozen=True, slots=True)
class Field:
    origin: str
    worker: Someone
    commander: Caller
    order: dict[str, Any]
    incident_id: str


@pytest.fixture
def field(live_server: Product, world: World) -> Field:
    place, origin = world.community(), live_server.origin
    worker, commander = world.worker(world.grid_of(place)), Caller(origin, world.commander(place))
    order = commander.order(place)
    return Field(origin, worker, commander, order, stage.report(Caller(origin, worker)))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with phone_page(browser) as page:
        yield page


def followed(page: Page) -> Any:
    """Where the phone is in the feed, once it has come to its end."""
    places = "cockpit-feed", "place"
    return eventually(lambda: [it for it in stored(page, *places) if it["followed_at"]], what="the end of the feed")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_my_order_my_report_and_a_case_open_in_flight_mode_with_their_age(
    field: Field, browser: Browser, language: Language
) -> None:
    with phone_page(browser, language) as page:
        steps.sign_in(page, field.origin, field.worker, language)
        steps.wait_for_worker(page)
        page.goto(f"{field.origin}/incidents/{field.incident_id}")
        expect(page.get_by_text("路口东北角路面塌陷约两米")).to_be_visible()
        followed(page)
        page.context.set_offline(True)
        page.context.add_init_script(THREE_MINUTES)
        text = field.order["texts"][steps.half(language)]
        stale = word("errors.stale", language).format(age=word("time.minutes", language).format(n=3))
        for path, there in {
            "/": text["headline"],
            "/orders": text["headline"],
            f"/orders/{field.order['id']}": text["instruction"],
            "/reports": "路口东北角路面塌陷约两米",
            f"/incidents/{field.incident_id}": "路口东北角路面塌陷约两米",
        }.items():
            page.goto(field.origin + path)
            expect(page.get_by_text(there).first).to_be_visible()
            expect(page.get_by_text(stale)).to_be_visible()
            expect(page.get_by_text(word("app.offline", language), exact=True).first).to_be_visible()


def test_a_session_that_has_ended_keeps_nobody_from_reading_and_reporting(field: Field, page: Page) -> None:
    headline = field.order["texts"]["zh"]["headline"]
    page.context.grant_permissions(["geolocation"], origin=field.origin)
    reporting.sign_in(page, field.origin, field.worker)
    followed(page)
    page.context.clear_cookies()
    page.context.set_offline(True)
    page.goto(field.origin)
    page.get_by_role("link", name=headline).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)
    reporting.seal(page, field.origin, "没有登录也能报")
    # Links were tapped and pages opened: nothing was signed out, nothing wiped.
    page.context.set_offline(False)
    page.goto(f"{field.origin}/orders")
    expect(page.get_by_role("link", name=headline)).to_be_visible()
    steps.sign_in(page, field.origin, field.worker)
    eventually(lambda: "没有登录也能报" in reporting.arrived(field.origin, field.worker), within=30, what="the report")


def test_what_changed_meanwhile_comes_with_the_feed_and_no_list_is_read_again(field: Field, page: Page) -> None:
    steps.sign_in(page, field.origin, field.worker)
    steps.wait_for_worker(page)
    page.goto(f"{field.origin}/reports")
    expect(page.get_by_text(word("case_state.pending"))).to_be_visible()
    before = followed(page)["cursor"]
    page.context.set_offline(True)
    officer = field.commander
    officer.post(f"/incidents/{field.incident_id}/accept", **tap(officer))
    page.context.set_offline(False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(path_of(request)))
    expect(page.get_by_text(word("case_state.accepted"))).to_be_visible()
    assert "/api/changes" in asked
    assert not {"/api/incidents/mine", "/api/me/orders"} & set(asked)
    assert followed(page)["cursor"] != before


def test_a_phone_whose_place_in_the_feed_is_lost_starts_over_and_shows_all_the_same(field: Field, page: Page) -> None:
    steps.sign_in(page, field.origin, field.worker)
    steps.wait_for_worker(page)
    first = followed(page)
    page.route(
        "**/api/changes**", lambda route: route.continue_(url=f"{field.origin}/api/changes?cursor=of-another-server")
    )
    page.goto(f"{field.origin}/orders")
    expect(page.get_by_role("link", name=field.order["texts"]["zh"]["headline"])).to_be_visible()
    eventually(lambda: followed(page)["round"] > first["round"], what="a new load")
    expect(page.get_by_role("link", name=field.order["texts"]["zh"]["headline"])).to_be_visible()


def tap(caller: Caller) -> dict[str, Any]:
    return {"id": str(uuid7()), "device_at": caller.get("/time")["now"], "clock_offset_ms": 0}


def path_of(request: Request) -> str:
    return urlsplit(request.url).path
