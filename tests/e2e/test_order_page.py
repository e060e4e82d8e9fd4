"""An order in the hand: where to go without a network, answers that can be taken back, ticks, the icon's figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core.db import uuid7
from tests.e2e import looks, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import Someone, World

METRES_PER_DEGREE = 111_195
#: what the page says to the icon, noted
NOTE_BADGES = """
    window.onIcon = [];
    navigator.setAppBadge = (count) => (onIcon.push(count), Promise.resolve());
    navigator.clearAppBadge = () => (onIcon.push(0), Promise.resolve());
"""
NOTE_LOCKS = """
    window.locks = [];
    const request = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = async (kind) => { const lock = await request(kind); locks.push(lock); return lock; };
"""
#: headless browsers have none of their own
A_VOICE = """
    window.spoken = [];
    window.stopped = 0;
    speechSynthesis.getVoices = () => [{ lang: 'zh-CN', localService: true, name: 'voice' }];
    speechSynthesis.speak = (said) => spoken.push(said.text);
    speechSynthesis.cancel = () => stopped++;
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


@dataclass(frozen=True, slots=True)
class Scene:
    page: Page
    commander: Caller
    worker: Someone
    origin: str
    place: str

    def open(self, order: dict[str, Any]) -> None:
        steps.open_page(self.page, f"{self.origin}/orders/{order['id']}")

    def totals(self, order: dict[str, Any], state: str) -> int:
        return self.commander.totals(order)[state]


@pytest.fixture
def scene(live_server: Product, world: World, browser: Browser) -> Iterator[Scene]:
    place, origin = world.community(), live_server.origin
    commander, worker = Caller(origin, world.commander(place)), world.worker(place)
    with phone_page(browser) as page:
        page.add_init_script(NOTE_BADGES)
        steps.sign_in(page, origin, worker)
        steps.wait_for_worker(page)
        yield Scene(page, commander, worker, origin, place)


def test_the_way_to_the_site_is_drawn_and_said_without_a_network(scene: Scene) -> None:
    page = scene.page
    area = scene.commander.get(f"/areas/{scene.place}")
    lng, lat = area["lng_wgs84"], area["lat_wgs84"]
    order = scene.commander.order(scene.place, circle={"lng": lng, "lat": lat, "radius_m": 120})
    scene.open(order)
    expect(page.get_by_role("img", name=word("where.zone"))).to_be_visible()
    page.context.grant_permissions(["geolocation"], origin=scene.origin)
    # 300 metres south of it
    page.context.set_geolocation({"latitude": lat - 300 / METRES_PER_DEGREE, "longitude": lng, "accuracy": 10})
    page.context.set_offline(True)
    page.reload()
    drawing = page.get_by_role("img", name=word("where.zone"))
    expect(drawing).to_be_visible()
    way = word("where.way").format(wind=word("where.n"), way=word("where.metres").format(n=300), minutes=4)
    expect(page.get_by_text(way)).to_be_visible()
    expect(page.get_by_text(word("where.outside").format(way=word("where.metres").format(n=180)))).to_be_visible()
    expect(page.get_by_role("img", name=word("where.me"))).to_be_visible()
    # Walking on, the words and the drawing follow: now inside.
    page.context.set_geolocation({"latitude": lat, "longitude": lng + 30 / METRES_PER_DEGREE, "accuracy": 10})
    expect(page.get_by_text(word("where.inside"))).to_be_visible()


def test_nobody_is_asked_for_a_position_before_a_tap(scene: Scene) -> None:
    page = scene.page
    order = scene.commander.order(scene.place, plan="fire")
    scene.open(order)
    page.evaluate("void (navigator.geolocation.watchPosition = () => { window.asked = true; return 1; })")
    expect(page.get_by_role("button", name=word("where.ask"))).to_be_visible()
    assert not page.evaluate("window.asked === true")
    page.get_by_role("button", name=word("where.ask")).click()
    assert page.evaluate("window.asked === true")


def test_a_no_can_be_taken_back_and_leaves_after_five_seconds(scene: Scene) -> None:
    page = scene.page
    order = scene.commander.order(scene.place)
    scene.open(order)
    steps.press(page, "answer.declined")
    steps.press(page, "answer.take_back")
    expect(page.get_by_role("button", name=word("answer.acknowledged"), exact=True)).to_be_visible()
    steps.press(page, "answer.declined")
    expect(page.get_by_role("button", name=word("answer.take_back"))).to_have_count(0)
    eventually(lambda: scene.totals(order, "declined") == 1, what="the no on the board")
    # Two taps on "no", one taken back: one answer.
    timeline = scene.commander.get(f"/orders/{order['id']}/timeline")["items"]
    assert len([it for it in timeline if "declined" in str(it)]) <= 1


def test_a_call_for_help_does_not_wait_for_a_no_that_can_be_taken_back(scene: Scene) -> None:
    page = scene.page
    order = scene.commander.order(scene.place)
    scene.open(order)
    steps.press(page, "answer.declined")
    steps.press(page, "answer.needs_help")
    eventually(lambda: scene.totals(order, "needs_help") == 1, within=4, what="the call for help on the board")
    expect(page.get_by_role("link", name=word("answer.call"))).to_have_attribute("href", "tel:19900000000")
    # The no was replaced, not only overtaken.
    page.wait_for_timeout(5_500)
    assert scene.totals(order, "declined") == 0


def test_ticks_stay_on_the_phone_until_the_sign_out(scene: Scene) -> None:
    page = scene.page
    order = scene.commander.order(scene.place)
    scene.open(order)
    page.get_by_role("checkbox").first.check()
    # Away and back within the app, which reads what was written down; then as after a killed tab.
    page.get_by_role("link", name=word("nav.orders"), exact=True).click()
    page.locator(f'a[href="/orders/{order["id"]}"]').click()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    page.reload()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    page.goto(f"{scene.origin}/me")
    steps.press(page, "me.sign_out")
    page.get_by_role("dialog").get_by_role("button", name=word("me.sign_out"), exact=True).click()
    page.wait_for_url("**/sign-in")
    steps.sign_in(page, scene.origin, scene.worker)
    scene.open(order)
    expect(page.get_by_role("checkbox").first).not_to_be_checked()


def test_the_icon_counts_orders_that_wait_for_me(scene: Scene) -> None:
    page = scene.page
    order = scene.commander.order(scene.place)
    steps.until(page, "onIcon.at(-1) === 1")
    page.get_by_role("link", name=order["texts"]["zh"]["headline"]).click()
    steps.press(page, "answer.acknowledged")
    steps.until(page, "onIcon.at(-1) === 0")


def test_whoever_still_reads_an_ended_order_is_led_to_the_word_that_counts(scene: Scene) -> None:
    page = scene.page
    order = scene.commander.order(scene.place)
    scene.open(order)
    clear = scene.commander.post(f"/orders/{order['id']}/all-clear", id=str(uuid7()))
    page.get_by_role("link", name=word("order.newer").format(kind=word("kind.all_clear"))).click()
    page.wait_for_url(f"**/orders/{clear['id']}")
    # A last word asks for nothing but that it was read.
    expect(page.get_by_role("button", name=word("answer.needs_help"))).to_have_count(0)
    steps.press(page, "answer.acknowledged")
    eventually(lambda: scene.totals(clear, "acknowledged") == 1, what="the answer on the board")


def test_the_screen_stays_on_while_a_live_order_is_open_and_not_after(scene: Scene) -> None:
    page = scene.page
    page.context.grant_permissions(["screen-wake-lock"], origin=scene.origin)
    page.add_init_script(NOTE_LOCKS)
    order = scene.commander.order(scene.place)
    scene.open(order)
    expect(page.get_by_text(word("order.awake"))).to_be_visible()
    assert page.evaluate("locks.map((it) => it.released)") == [False]
    page.get_by_role("link", name=word("nav.home"), exact=True).click()
    steps.until(page, "locks.every((it) => it.released)")


def test_an_order_is_read_aloud_on_request_and_can_be_stopped(scene: Scene) -> None:
    page = scene.page
    page.add_init_script(A_VOICE)
    order = scene.commander.order(scene.place)
    scene.open(order)
    steps.press(page, "order.read")
    expect(page.get_by_role("status").filter(has_text=word("order.reading"))).to_have_count(1)
    said = page.evaluate("spoken.join('')")
    assert order["texts"]["zh"]["headline"] in said
    assert order["texts"]["zh"]["summary"].rstrip("。") in said
    steps.press(page, "order.stop")
    assert page.evaluate("stopped") >= 1
    expect(page.get_by_role("button", name=word("order.read"))).to_be_visible()


def test_a_phone_without_a_voice_offers_no_reading(scene: Scene) -> None:
    scene.page.add_init_script("speechSynthesis.getVoices = () => []")
    scene.open(scene.commander.order(scene.place))
    expect(scene.page.get_by_role("button", name=word("order.read"))).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_an_order_is_whole_and_accessible(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    place, origin = world.community(), live_server.origin
    commander, worker = Caller(origin, world.commander(place)), world.worker(place)
    area = commander.get(f"/areas/{place}")
    site = {"lng": area["lng_wgs84"], "lat": area["lat_wgs84"], "radius_m": 120}
    order = commander.order(place, plan="fire", circle=site)
    with phone_page(browser, language) as page:
        page.context.grant_permissions(["geolocation"], origin=origin)
        page.context.set_geolocation({"latitude": site["lat"], "longitude": site["lng"], "accuracy": 20})
        page.add_init_script(A_VOICE)
        steps.sign_in(page, origin, worker, language)
        steps.open_page(page, f"{origin}/orders/{order['id']}")
        expect(page.get_by_text(word("where.inside", language))).to_be_visible()
        faults = looks.faults(page, "order-inside", language)
        # Anew each time: text at 200 % leaves a phone's window zoomed, and taps beside their buttons.
        steps.open_page(page, f"{origin}/orders/{order['id']}")
        page.evaluate("Date.now = () => 0")  # so that what is held stays held
        steps.press(page, "answer.declined", language)
        expect(page.get_by_role("button", name=word("answer.take_back", language))).to_be_visible()
        faults += looks.faults(page, "order-held", language)
        steps.open_page(page, f"{origin}/orders/{order['id']}")
        steps.press(page, "answer.needs_help", language)
        steps.press(page, "answer.add_need", language)
        expect(page.get_by_label(word("answer.add_need", language))).to_be_visible()
        faults += looks.faults(page, "order-help", language)
    assert not faults, "\n".join(faults)
