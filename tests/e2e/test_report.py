"""A report made in a basement: kept through a killed tab, sent once, with the place and the time of its making."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e import reporting, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.reporting import BASEMENT, STREET, anew, measure, mine, photo, take
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone, World

LARGEST = 400 * 1024


@pytest.fixture
def worker(world: World) -> Someone:
    return world.worker(world.community())


@pytest.fixture
def context(live_server: Product, worker: Someone, browser: Browser) -> Iterator[BrowserContext]:
    with phone_page(browser) as page:
        page.context.grant_permissions(["geolocation", "notifications"], origin=live_server.origin)
        reporting.sign_in(page, live_server.origin, worker)
        yield page.context


def test_a_report_from_a_basement_arrives_once_with_its_photos_its_place_and_its_time(
    live_server: Product, worker: Someone, context: BrowserContext
) -> None:
    origin = live_server.origin
    clock = Caller(origin, worker)
    context.set_offline(True)
    before = clock.get("/time")["now"]
    report_from_a_basement(origin, context)
    after = clock.get("/time")["now"]
    assert mine(origin, worker) == []

    # Killed before anything was sent; the network comes back somewhere else.
    for open_page in context.pages:
        open_page.close()
    context.set_offline(False)
    measure(context, STREET)
    page = anew(context, f"{origin}/outbox")
    expect(page.get_by_text(word("outbox.photos").format(arrived=2, expected=2))).to_be_visible(timeout=60_000)
    expect(page.get_by_text(word("outbox.delivered"), exact=True)).to_be_visible()
    page.goto(f"{origin}/reports")
    expect(page.get_by_text(word("case_state.pending"))).to_be_visible()
    # The header no longer says that something waits.
    expect(page.get_by_role("link", name=word("app.waiting"))).to_have_count(0)

    [arrived] = mine(origin, worker)
    whole = clock.get(f"/incidents/{arrived['id']}")
    assert (whole["category"]["code"], whole["description"]) == ("E0401", "井盖边上塌了一块")
    measured = whole["measured"]
    assert (measured["lat_wgs84"], measured["lng_wgs84"], measured["accuracy_m"]) == (30.2903, 120.1716, 18)
    assert datetime.fromisoformat(before) <= datetime.fromisoformat(whole["device_at"]) <= datetime.fromisoformat(after)
    assert all(0 < one["size_bytes"] <= LARGEST for one in whole["photos"]["items"])


def report_from_a_basement(origin: str, context: BrowserContext) -> None:
    """Two photos, and between them the camera takes the memory, so that the system kills the tab."""
    page = anew(context, f"{origin}/report")
    expect(page.locator(".tile").first).to_be_visible()
    measure(context, BASEMENT)
    page.get_by_role("button", name="路面塌陷", exact=True).click()
    expect(page.get_by_text(word("report.frozen"))).to_be_visible()
    page.get_by_label(word("report.words")).fill("井盖边上塌了一块")
    take(page, photo("a.jpg", "red"))

    page = anew(context, f"{origin}/report")
    expect(page.get_by_text(word("report.resumed"))).to_be_visible()
    expect(page.get_by_label(word("report.words"))).to_have_value("井盖边上塌了一块")
    take(page, photo("b.jpg", "blue"))
    steps.press(page, "report.send")
    expect(page.get_by_role("heading", level=1)).to_have_text(word("case.mine"))
    expect(page.get_by_text(word("outbox.waiting"), exact=True)).to_be_visible()


def test_a_refused_report_stays_with_its_reason_and_is_reported_anew_as_another(
    live_server: Product, worker: Someone, context: BrowserContext
) -> None:
    origin = live_server.origin
    page = anew(context, f"{origin}/report")
    page.get_by_role("button", name="暴露垃圾", exact=True).click()
    measure(context, BASEMENT)
    expect(page.get_by_text(word("report.frozen"))).to_be_visible()
    take(page, photo("a.jpg", "green"))
    reason = {"status": 422, "code": "incident.no_place", "detail": "没有位置"}
    page.route("**/api/incidents", lambda route: route.fulfill(status=422, json=reason))
    steps.press(page, "report.send")
    expect(page.get_by_text(word("outbox.refused"), exact=True)).to_be_visible()
    page.unroute("**/api/incidents")

    page.goto(f"{origin}/outbox")
    expect(page.get_by_text("没有位置")).to_be_visible()
    steps.press(page, "outbox.edit")
    page.get_by_role("dialog").get_by_role("button", name=word("outbox.edit"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(word("report.title"))
    expect(page.locator(".strip li")).to_have_count(1)
    steps.press(page, "report.send")
    eventually(lambda: len(mine(origin, worker)) == 1, within=60, what="the report")
    page.goto(f"{origin}/outbox")
    expect(page.get_by_text(word("outbox.photos").format(arrived=1, expected=1))).to_be_visible(timeout=60_000)


def test_what_the_server_will_not_have_is_handed_to_the_duty_desk_with_its_photo(
    live_server: Product, world: World, worker: Someone, context: BrowserContext, browser: Browser
) -> None:
    origin = live_server.origin
    officer = world.someone("duty_officer", worker.area_code[:9])
    desk = Caller(origin, officer)
    page = anew(context, f"{origin}/report")
    page.get_by_role("button", name="暴露垃圾", exact=True).click()
    measure(context, BASEMENT)
    expect(page.get_by_text(word("report.frozen"))).to_be_visible()
    take(page, photo("a.jpg", "green"))
    page.route("**/api/incidents", lambda route: route.fulfill(status=403, json={"code": "actor.forbidden"}))
    steps.press(page, "report.send")
    expect(page.get_by_text(word("outbox.refused"), exact=True)).to_be_visible()

    page.goto(f"{origin}/outbox")
    steps.press(page, "outbox.hand_over")
    page.get_by_role("dialog").get_by_role("button", name=word("outbox.hand_over"), exact=True).click()
    expect(page.get_by_text(word("outbox.handed_now"))).to_be_visible()

    def handed() -> list[dict[str, Any]]:
        return [one for one in desk.get("/quarantine")["items"] if one["person"]["id"] == str(worker.id)]

    eventually(lambda: handed() and all(it["arrived"] for it in handed()[0]["photos"]), within=60, what="its photo")
    assert (handed()[0]["path"], handed()[0]["code"], len(handed())) == ("/api/incidents", "actor.forbidden", 1)
    assert mine(origin, worker) == []
    with phone_page(browser) as other:
        settle_at_the_desk(other, origin, officer, worker)
    assert (handed()[0]["outcome"], handed()[0]["note"]) == ("entered", "已代为补录")


def settle_at_the_desk(page: Page, origin: str, officer: Someone, worker: Someone) -> None:
    steps.sign_in(page, origin, officer)
    page.goto(f"{origin}/handed-over")
    card = page.get_by_role("listitem").filter(has_text=worker.name).filter(has_text="actor.forbidden")
    expect(card.get_by_role("img")).to_be_visible()
    card.get_by_text(word("desk.open")).click()
    expect(card.get_by_text("E0102")).to_be_visible()
    card.get_by_label(word("desk.note")).fill("已代为补录")
    card.get_by_role("button", name=word("desk.entered"), exact=True).click()
    expect(card).to_have_count(0)
