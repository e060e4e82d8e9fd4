"""What a queue meets on its way: a portal, an ended session, a lost role, a wrong clock, a bad item among good ones."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e import reporting, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.reporting import arrived, mine
from tests.e2e.stored import stored
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone, World

REPORTS = "**/api/incidents"
DAY_MS = 24 * 3_600_000
#: A phone whose clock somebody sets: `skew` is how far it is off.
CLOCK = """(() => {
    const Real = Date;
    self.skew = Number(localStorage.getItem("test_skew") ?? 0);
    self.setClock = (to) => localStorage.setItem("test_skew", String((self.skew = to)));
    self.Date = class extends Real {
        constructor(...said) { said.length ? super(...said) : super(Real.now() + self.skew); }
        static now() { return Real.now() + self.skew; }
    };
})()"""

#: After many attempts in vain the next one is far away.
PUT_OFF = """new Promise((done) => {
    const opening = indexedDB.open("cockpit-outbox");
    opening.onsuccess = () => {
        const items = opening.result.transaction("items", "readwrite").objectStore("items");
        items.getAll().onsuccess = ({ target: { result } }) => {
            const tried = result.filter((it) => it.status === "waiting" && it.next_at > 0);
            tried.forEach((it) => items.put({ ...it, next_at: Date.now() + 3_600_000 }));
            items.transaction.oncomplete = () => (opening.result.close(), done(tried.length === 1));
        };
    };
})"""


@pytest.fixture
def worker(world: World) -> Someone:
    return world.worker(world.grid_of(world.community()))


@pytest.fixture
def page(live_server: Product, worker: Someone, browser: Browser) -> Iterator[Page]:
    with phone_page(browser) as page:
        page.context.grant_permissions(["geolocation"], origin=live_server.origin)
        page.context.add_init_script(f"location.protocol === 'about:' || {CLOCK}")
        reporting.sign_in(page, live_server.origin, worker)
        yield page


def in_list(page: Page, key: str) -> Any:
    return page.get_by_role("listitem").get_by_text(word(key), exact=True)


def answer_when_back(page: Page, origin: str, answer: Callable[[Route], None]) -> None:
    """The outbox is opened without a network, which comes back with somebody who answers reports.

    He stands there before the page does: an open page goes on asking the network itself for a moment.
    """
    is_back: list[bool] = []
    page.route(REPORTS, lambda route: answer(route) if is_back else route.abort("internetdisconnected"))
    page.goto(f"{origin}/outbox")
    page.context.set_offline(False)
    is_back.append(True)
    # What was tried just before would wait for a while now.
    steps.press(page, "outbox.send")


@pytest.mark.parametrize("where", ["**/api/**", REPORTS], ids=["before everything", "when the session is there"])
def test_a_captive_portals_page_is_no_receipt(live_server: Product, worker: Someone, page: Page, where: str) -> None:
    origin = live_server.origin
    portal = "<!doctype html><title>Wi-Fi</title><form>Please sign in to this network</form>"
    page.route(where, lambda route: route.fulfill(status=200, content_type="text/html", body=portal))
    reporting.seal(page, origin, "门户后面")
    page.goto(f"{origin}/outbox")
    expect(in_list(page, "outbox.waiting")).to_be_visible()
    expect(in_list(page, "outbox.delivered")).to_have_count(0)
    assert arrived(origin, worker) == []
    page.unroute(where)
    steps.press(page, "outbox.send")
    expect(in_list(page, "outbox.delivered")).to_be_visible()
    assert arrived(origin, worker) == ["门户后面"]


def test_a_session_that_ends_in_the_middle_of_the_queue_loses_nothing_and_goes_on_after_the_sign_in(
    live_server: Product, worker: Someone, page: Page
) -> None:
    origin = live_server.origin
    page.context.set_offline(True)
    for words in ("一", "二", "三"):
        reporting.seal(page, origin, words)
    sent: list[str] = []

    def end_at_the_second(route: Route) -> None:
        sent.append(route.request.headers["idempotency-key"])
        if sent[-1] == sent[0]:
            route.continue_()
            return
        if len(set(sent)) == 2:
            Caller(origin, worker).delete("/sessions")
        # A bearer lives on for some minutes; here it ends with its session.
        route.fulfill(status=401, json={"status": 401, "code": "identity.session_ended"})

    answer_when_back(page, origin, end_at_the_second)
    expect(in_list(page, "outbox.sign_in").first).to_be_visible()
    # Who met the end of the session in the middle of its renewal would try once more by himself.
    steps.press(page, "outbox.send")
    expect(in_list(page, "outbox.sign_in")).to_have_count(2)
    expect(in_list(page, "outbox.delivered")).to_have_count(1)
    assert len(arrived(origin, worker)) == 1
    page.unroute(REPORTS)
    steps.sign_in(page, origin, worker)
    eventually(lambda: len(arrived(origin, worker)) == 3, within=30, what="the rest of the queue")
    assert set(arrived(origin, worker)) == {"一", "二", "三"}


def test_what_a_lost_role_forbids_is_refused_by_name_while_the_rest_goes_and_the_desk_gets_it(
    live_server: Product, world: World, worker: Someone, page: Page
) -> None:
    origin, place = live_server.origin, worker.area_code
    order = Caller(origin, world.commander(place[:12])).order(place[:12])
    desk = Caller(origin, world.someone("duty_officer", place[:9]))
    page.goto(f"{origin}/orders/{order['id']}")
    eventually(lambda: stored(page, "cockpit-feed", "orders"), what="the order on the phone")
    page.context.set_offline(True)
    reporting.seal(page, origin, "还是网格员时")
    world.dismiss(worker)
    reporting.seal(page, origin, "不再是网格员时")
    page.goto(f"{origin}/orders/{order['id']}")
    steps.press(page, "answer.acknowledged")
    expect(page.get_by_text(word("answer.by_itself"))).to_be_visible()
    page.goto(f"{origin}/outbox")
    page.context.set_offline(False)
    expect(in_list(page, "outbox.refused")).to_have_count(1)
    expect(in_list(page, "outbox.delivered")).to_have_count(2)
    assert arrived(origin, worker) == ["还是网格员时"]

    steps.press(page, "outbox.hand_over")
    page.get_by_role("dialog").get_by_role("button", name=word("outbox.hand_over"), exact=True).click()
    expect(page.get_by_text(word("outbox.handed_now"))).to_be_visible()
    [handed] = [one for one in desk.get("/quarantine")["items"] if one["person"]["id"] == str(worker.id)]
    assert handed["status"] == 403
    assert "不再是网格员时" in desk.get(f"/quarantine/{handed['id']}")["body"]


def test_what_only_lacked_a_network_goes_as_soon_as_the_app_is_opened_with_one(
    live_server: Product, worker: Someone, page: Page
) -> None:
    origin = live_server.origin
    page.context.set_offline(True)
    reporting.seal(page, origin, "地下室里写的")
    eventually(lambda: page.evaluate(PUT_OFF), what="its next attempt in an hour")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"{origin}/reports")
    eventually(lambda: arrived(origin, worker) == ["地下室里写的"], within=30, what="the report")


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_two_days_off_moves_no_report(live_server: Product, worker: Someone, page: Page, days: int) -> None:
    origin, clock = live_server.origin, Caller(live_server.origin, worker)
    page.evaluate(f"setClock({days * DAY_MS})")
    # As every opening does.
    with page.expect_response("**/api/time"):
        page.goto(origin)
    page.context.set_offline(True)
    before = clock.get("/time")["now"]
    reporting.seal(page, origin, "表不准")
    after = clock.get("/time")["now"]
    page.context.set_offline(False)
    assert_captured(origin, worker, before, after, offset_ms=days * DAY_MS)


def test_a_clock_that_is_set_back_while_the_app_is_open_is_measured_again_with_the_next_answer(
    live_server: Product, worker: Someone, page: Page
) -> None:
    origin, clock = live_server.origin, Caller(live_server.origin, worker)
    with page.expect_response("**/api/time"):
        page.goto(f"{origin}/reports")
    eventually(lambda: page.evaluate("Math.abs(Number(localStorage.clock_offset_ms)) < 60_000"), what="the first word")
    expect(page.get_by_text(word("case.none"))).to_be_visible()
    # An answer that was still on its way may be the next one.
    with page.expect_response("**/api/time"):
        page.evaluate(f"setClock({-2 * DAY_MS})")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    eventually(lambda: page.evaluate("Number(localStorage.clock_offset_ms) < -1e8"), what="the new measurement")
    before = clock.get("/time")["now"]
    reporting.seal(page, origin, "表被拨慢")
    assert_captured(origin, worker, before, None, offset_ms=-2 * DAY_MS)


def assert_captured(origin: str, worker: Someone, before: str, after: str | None, *, offset_ms: int) -> None:
    clock = Caller(origin, worker)
    [row] = eventually(lambda: mine(origin, worker), within=30, what="the report")
    whole = clock.get(f"/incidents/{row['id']}")
    happened, until = datetime.fromisoformat(whole["happened_at"]), after or clock.get("/time")["now"]
    assert datetime.fromisoformat(before) <= happened <= datetime.fromisoformat(until)
    # A measurement is as good as the line was fast.
    assert abs(whole["clock_offset_ms"] - offset_ms) < 2_000


def test_a_refused_report_in_the_middle_of_five_lets_the_other_four_arrive(
    live_server: Product, worker: Someone, page: Page
) -> None:
    origin = live_server.origin
    page.context.set_offline(True)
    for words in ("一", "二", "三", "四", "五"):
        reporting.seal(page, origin, words)
    reason = {"status": 422, "code": "incident.no_place", "detail": "没有位置"}

    def refuse_the_third(route: Route) -> None:
        if route.request.post_data_json["description"] == "三":
            route.fulfill(status=422, json=reason)
        else:
            route.continue_()

    answer_when_back(page, origin, refuse_the_third)
    expect(in_list(page, "outbox.delivered")).to_have_count(4)
    expect(in_list(page, "outbox.refused")).to_have_count(1)
    expect(page.get_by_text("没有位置")).to_be_visible()
    assert sorted(arrived(origin, worker)) == sorted(["一", "二", "四", "五"])
