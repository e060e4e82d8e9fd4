"""Messages for the channels outside, and what a test does with such a channel."""

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

import orjson

from backend.core import clock
from backend.core.db import uuid7
from backend.push.channels.envelope import Envelope, Report, Result
from backend.push.channels.outside.channel import OutsideChannel

TEXT = "【演练】请立即撤离到潮鸣小学,回复1签收,2求助"


def envelope(channel: str, address: str, *, life_s: float = 3600, in_doubt: bool = False, **said: object) -> Envelope:
    person_id = said.pop("person_id", None) or uuid7()
    assert isinstance(person_id, UUID)
    payload = {
        "title": "撤离",
        "text": TEXT,
        "spoken": "请立即撤离到潮鸣小学",
        "lang": "zh-CN",
        "order_id": uuid7(),
        "person_id": person_id,
        "token": "t",
        "navigate": "/orders/1",
        "exercise": True,
        **said,
    }
    return Envelope(
        key=uuid7(),
        channel=channel,
        subscription_id=person_id,
        endpoint=address,
        p256dh="",
        auth="",
        key_id="",
        payload=orjson.dumps(payload),
        ttl=1800,
        urgency="high",
        topic="order-1",
        expires_at=clock.now() + timedelta(seconds=life_s),
        in_doubt=in_doubt,
    )


def results(channel: OutsideChannel, envelopes: Iterable[Envelope], timeout_s: float = 60) -> list[Result]:
    """Send them all and wait for every result."""
    given = list(envelopes)
    channel.start(given)
    came: list[Result] = []
    until(lambda: len(came.extend(channel.turn(0.05, ())) or came) >= len(given), timeout_s)
    return came


def reports(channel: OutsideChannel, count: int, timeout_s: float = 60) -> list[Report]:
    """Wait for so many, and say that they are kept."""
    came: list[Report] = []

    def enough() -> bool:
        channel.turn(0.02, ())
        came.extend(channel.reports())
        channel.kept()
        return len(came) >= count

    until(enough, timeout_s)
    return came


def until(done: Callable[[], object], timeout_s: float = 60) -> None:
    deadline = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)
