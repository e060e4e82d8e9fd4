"""Chromium's service worker on a phone that rings: running, stopped, without a network."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.background import Background
from tests.e2e import chromium, desktop, steps, subscription
from tests.e2e.api import Caller
from tests.e2e.autopush import Autopush
from tests.e2e.certificate import Loopback
from tests.e2e.desktop import Desktop, Shown
from tests.e2e.product import Product
from tests.e2e.subscription import Subscription
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.worker_control import WorkerControl
from tests.e2e.world import World


@dataclass(frozen=True, slots=True)
class Phone:
    context: BrowserContext
    page: Page
    desk: Desktop
    worker: WorkerControl
    subscription: Subscription
    commander: Caller
    #: the same person on another device
    elsewhere: Caller
    place: str

    def ring(self, message: str) -> Shown:
        """Deliver a push; return the notification that it brought."""
        before = len(self.desk.shown)
        self.worker.push(message)
        return eventually(lambda: self.desk.shown[before:], what="a notification")[0]

    def order(self) -> tuple[dict[str, Any], str]:
        """A new order, and the message that our sender encrypted for this phone."""
        return self.sent(lambda: self.commander.order(self.place))

    def sent(self, act: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], str]:
        seen = len(self.subscription.autopush.messages)
        return act(), self.subscription.next_message(after=seen)


@pytest.fixture(scope="module")
def autopush(background: Background, loopback: Loopback) -> Iterator[Autopush]:
    autopush = Autopush(background, loopback)
    autopush.start()
    yield autopush
    autopush.stop()


@pytest.fixture(scope="module")
def phone(
    live_server: Product,
    world: World,
    playwright: Playwright,
    autopush: Autopush,
    background: Background,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Phone]:
    place, origin = world.community(), live_server.origin
    commander, worker = Caller(origin, world.commander(place)), world.worker(place)
    subscribed = subscription.make(autopush)
    with (
        desktop.running(background) as desk,
        chromium.phone(playwright, tmp_path_factory.mktemp("phone"), origin=origin, bus=desk.address) as context,
    ):
        context.add_init_script(subscribed.script)
        page = context.pages[0]
        steps.sign_in(page, origin, worker)
        steps.wait_for_worker(page)
        steps.until(page, "localStorage.getItem('push_key_id')")
        yield Phone(
            context, page, desk, WorkerControl(context, page), subscribed, commander, Caller(origin, worker), place
        )


@pytest.fixture
def offline(phone: Phone) -> Iterator[Callable[[], None]]:
    """Takes the network away; it is back after the test."""
    # Before the worker stops: a stopped one would keep Playwright waiting for its yes.
    yield lambda: phone.context.set_offline(True)
    phone.context.set_offline(False)


MESSAGES = {
    "an order": json.dumps(
        {
            "web_push": 8030,
            "notification": {
                "title": "道路塌陷",
                "body": "请立即撤离",
                "tag": "0198f0aa-0000-7000-8000-000000000001",
                "data": {"kind": "order", "order_id": "0198f0aa-0000-7000-8000-000000000001", "token": "broken"},
            },
        }
    ),
    "a test": '{"notification": {"title": "测试", "data": {"kind": "test", "test_id": "x", "token": "broken"}}}',
    "no object": "[1, 2]",
    "cut off": '{"web_push": 8030, "notification": {"title": "道路',
    "odd types": '{"notification": {"title": 7, "actions": "none", "data": {"kind": "order", "order_id": 9}}}',
    "empty": "",
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_running_worker_shows_every_push(phone: Phone, message: str) -> None:
    assert phone.ring(message).title


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_stopped_worker_wakes_and_shows_every_push(phone: Phone, message: str) -> None:
    phone.worker.stop()
    assert phone.ring(message).title


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_worker_without_a_network_shows_every_push(phone: Phone, offline: Callable[[], None], message: str) -> None:
    offline()
    phone.worker.stop()
    assert phone.ring(message).title


def test_showing_an_order_tells_the_board(phone: Phone) -> None:
    order, message = phone.order()
    shown = phone.ring(message)
    assert shown.title == json.loads(message)["notification"]["title"]
    eventually(lambda: phone.commander.totals(order)["shown"] == 1, what="shown on the board")


def test_a_test_push_asked_for_by_a_tap_is_answered_by_the_worker(phone: Phone, live_server: Product) -> None:
    phone.page.goto(f"{live_server.origin}/devices")
    button = phone.page.get_by_role("button", name=word("push.test"), exact=True)
    _, message = phone.sent(lambda: (button.click(), {})[1])
    assert json.loads(message)["notification"]["data"]["kind"] == "test"
    assert phone.ring(message).title
    expect(phone.page.get_by_text(word("push.test_shown"))).to_be_visible(timeout=20_000)


def test_a_tap_on_the_notification_answers_without_opening_a_window(phone: Phone) -> None:
    order, message = phone.order()
    phone.page.goto("about:blank")
    phone.worker.stop()
    shown = phone.ring(message)
    phone.desk.tap(shown, word("answer.acknowledged"))
    eventually(lambda: phone.commander.totals(order)["acknowledged"] == 1, what="the answer on the board")
    assert [page.url for page in phone.context.pages] == ["about:blank"]
    assert shown.id in phone.desk.closed


def test_an_answer_tapped_without_a_network_is_kept_and_sent_when_it_is_back(
    phone: Phone, offline: Callable[[], None]
) -> None:
    order, message = phone.order()
    offline()
    shown = phone.ring(message)
    before = len(phone.desk.shown)
    phone.desk.tap(shown, word("answer.needs_help"))
    eventually(lambda: phone.desk.shown[before:], what="the word that the answer waits")
    assert phone.commander.totals(order)["needs_help"] == 0
    phone.context.set_offline(False)
    eventually(lambda: phone.commander.totals(order)["needs_help"] == 1, within=30, what="the answer on the board")


def test_a_tap_on_the_notification_itself_opens_the_order_and_answers_nothing(
    phone: Phone, live_server: Product
) -> None:
    order, message = phone.order()
    phone.page.goto(live_server.origin)
    shown = phone.ring(message)
    phone.desk.tap(shown)
    phone.page.wait_for_url(f"**/orders/{order['id']}")
    eventually(lambda: phone.commander.totals(order)["opened"] == 1, what="opened on the board")
    assert phone.commander.totals(order)["acknowledged"] == 0


def test_an_order_that_only_came_by_push_opens_without_a_network(
    phone: Phone, live_server: Product, offline: Callable[[], None]
) -> None:
    order, message = phone.order()
    offline()
    phone.page.goto("about:blank")
    phone.ring(message)
    phone.page.goto(f"{live_server.origin}/orders/{order['id']}")
    expect(phone.page.get_by_text(word("order.from_push"))).to_be_visible()
    expect(phone.page.get_by_text(order["texts"]["zh"]["instruction"])).to_be_visible()


def test_an_update_takes_the_place_of_the_notification_it_is_about(phone: Phone, live_server: Product) -> None:
    phone.page.goto(live_server.origin)
    order, message = phone.order()
    first = phone.ring(message)
    # An open page would close the first by itself, as soon as it hears of the second.
    phone.page.goto("about:blank")
    _, message = phone.sent(lambda: phone.commander.update(order))
    second = phone.ring(message)
    assert second.id == first.id
    phone.page.goto(live_server.origin)
    count = "navigator.serviceWorker.ready.then((it) => it.getNotifications({ tag: '%s' })).then((all) => all.length)"
    assert phone.page.evaluate(count % order["id"]) == 1


def test_an_answer_given_on_another_device_closes_the_notification_here(phone: Phone, live_server: Product) -> None:
    phone.page.goto(live_server.origin)
    order, message = phone.order()
    shown = phone.ring(message)
    phone.elsewhere.answer(order, "acknowledged")
    eventually(lambda: shown.id in phone.desk.closed, what="the notification's end")


def test_the_next_push_closes_what_was_answered_in_the_app(phone: Phone, live_server: Product) -> None:
    """No page tells the worker here: it finds the answer by itself."""
    order, message = phone.order()
    phone.page.goto(f"{live_server.origin}/orders/{order['id']}")
    phone.page.evaluate("void (navigator.serviceWorker.getRegistration = async () => undefined)")
    first = phone.ring(message)
    steps.press(phone.page, "answer.acknowledged")
    eventually(lambda: phone.commander.totals(order)["acknowledged"] == 1, what="the answer on the board")
    phone.page.goto("about:blank")
    assert first.id not in phone.desk.closed
    _, other = phone.order()
    phone.ring(other)
    eventually(lambda: first.id in phone.desk.closed, what="the answered order's notification's end")
