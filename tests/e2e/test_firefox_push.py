"""Firefox, whose encryption is not ours: from the sender's envelope to the answer on the board."""

from pathlib import Path

from tests.e2e import firefox
from tests.e2e.api import Caller
from tests.e2e.autopush import DECRYPTED, FAILED, Autopush
from tests.e2e.bidi import Tab
from tests.e2e.http2 import Request
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone, World

NOTIFICATIONS = """
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.map(({ title, tag, data }) => ({ title, tag, data }));
"""


def test_firefox_decrypts_and_shows_the_order_and_the_answer_arrives_on_the_board(
    live_server: Product, world: World, autopush: Autopush, profile: Path
) -> None:
    place = world.community()
    commander, worker = Caller(live_server.origin, world.commander(place)), world.worker(place)
    with firefox.running(profile, push_server=autopush.ws_url) as tab:
        _sign_in(tab, live_server.origin, worker)
        _wait_until_reachable(tab, autopush)

        order = commander.order(place)
        message = eventually(lambda: autopush.messages, what="the sender's message")[0]
        eventually(lambda: message.ack, what="Firefox's word")
        assert message.ack == DECRYPTED
        assert message.headers["urgency"] == "high"
        assert int(message.headers["ttl"]) > 0
        assert len(message.topic or "") <= 32
        notice = eventually(lambda: tab.run(NOTIFICATIONS), what="the notification")[0]
        assert notice["title"] == order["texts"]["zh"]["headline"]
        assert notice["tag"] == order["id"]
        eventually(lambda: commander.totals(order)["shown"] == 1, what="the receipt that it was shown")

        tab.go(f"{live_server.origin}/orders/{order['id']}")
        tab.press(word("answer.acknowledged"))
        eventually(lambda: commander.totals(order)["acknowledged"] == 1, what="the answer on the board")


def test_firefox_says_when_it_cannot_read_a_message(
    live_server: Product, world: World, autopush: Autopush, profile: Path
) -> None:
    """The code 100 above proves something only if a broken message brings another one."""
    place = world.community()
    commander, worker = Caller(live_server.origin, world.commander(place)), world.worker(place)
    with firefox.running(profile, push_server=autopush.ws_url) as tab:
        _sign_in(tab, live_server.origin, worker)
        _wait_until_reachable(tab, autopush)
        commander.order(place)
        good = eventually(lambda: autopush.messages, what="the sender's message")[0]
        eventually(lambda: good.ack, what="Firefox's word")
        broken = good.body[:-1] + bytes([good.body[-1] ^ 1])
        headers = {name: value for name, value in good.headers.items() if name != "topic"}
        path = f"/wpush/v2/{good.channel_id}"
        assert autopush.background.run(_give(autopush, Request("POST", path, headers, broken))) == 201
        eventually(lambda: autopush.messages[1].ack, what="Firefox's word on the broken one")
        assert autopush.messages[1].ack == FAILED


def test_a_phone_that_its_push_service_forgot_subscribes_again_by_itself(
    live_server: Product, world: World, autopush: Autopush, profile: Path
) -> None:
    place = world.community()
    commander, worker = Caller(live_server.origin, world.commander(place)), world.worker(place)
    with firefox.running(profile, push_server=autopush.ws_url) as tab:
        _sign_in(tab, live_server.origin, worker)
        _wait_until_reachable(tab, autopush)
        known = set(autopush.channels)
        autopush.forget_browsers()
        eventually(lambda: set(autopush.channels) - known, within=40, what="a new subscription")
        # The server knows the new address: an order arrives at it.
        order = commander.order(place)
        message = eventually(
            lambda: [it for it in autopush.messages if it.ack], within=40, what="an order that was read"
        )[0]
        assert message.channel_id not in known
        eventually(lambda: commander.totals(order)["shown"] == 1, what="the receipt that it was shown")


async def _give(autopush: Autopush, request: Request) -> int:
    return autopush.receive(request).status


def _sign_in(tab: Tab, origin: str, someone: Someone) -> None:
    tab.go(f"{origin}/sign-in")
    tab.appears("input[autocomplete=username]")
    tab.type("input[autocomplete=username]", someone.username)
    tab.type("input[autocomplete=current-password]", someone.password)
    tab.press(word("sign_in.submit"))
    eventually(lambda: tab.run("return location.pathname") == "/", what=f"signing in ({tab.log})")


def _wait_until_reachable(tab: Tab, autopush: Autopush) -> None:
    """Notifications are allowed by preference, so the client subscribes at once; the server must know it too."""
    eventually(lambda: autopush.channels, within=30, what=f"Firefox's subscription ({tab.log})")
    eventually(lambda: tab.run("return localStorage.getItem('push_key_id')"), what="the server's yes")
