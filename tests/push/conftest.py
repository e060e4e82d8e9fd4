"""Push services on loopback and a Web Push channel that may reach them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from backend.core import clock as core_clock
from backend.push.channels.envelope import Envelope, Result
from backend.push.channels.webpush.channel import WebPush
from backend.push.channels.webpush.lines import Lines, LineSettings
from backend.push.channels.webpush.prepared import PreparedKeys
from backend.push.channels.webpush.signer import Signer
from backend.push.keys import KeyRing
from backend.push.rules.payloads import packed
from tests.push.http2_server import Certificate
from tests.push.push_service import Phone, PushService

SUBJECT = "mailto:duty@example.cn"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def service(certificate: Certificate) -> Iterator[PushService]:
    double = PushService(certificate)
    double.start()
    yield double
    double.stop()


@pytest.fixture
def other_service(certificate: Certificate) -> Iterator[PushService]:
    double = PushService(certificate)
    double.start()
    yield double
    double.stop()


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    keys = KeyRing(tmp_path / "push" / "vapid.json")
    keys.newest(core_clock.now())
    return keys


@pytest.fixture
def webpush(certificate: Certificate, ring: KeyRing) -> Iterator[WebPush]:
    lines = Lines(LineSettings(str(certificate.ca_file), reach="anywhere"))
    yield WebPush(lines, Signer(ring, SUBJECT), ["localhost:*"], PreparedKeys())
    lines.close()


@pytest.fixture
def hasty(certificate: Certificate, ring: KeyRing) -> Iterator[WebPush]:
    """Gives a push service one second."""
    lines = Lines(LineSettings(str(certificate.ca_file), reach="anywhere", timeout_ms=1_000))
    yield WebPush(lines, Signer(ring, SUBJECT), ["localhost:*"], PreparedKeys())
    lines.close()


Write = Callable[..., Envelope]


@pytest.fixture
def write(ring: KeyRing) -> Write:
    """An envelope to a phone; anything else by name."""

    def make(phone: Phone, *, life_s: float = 3600, **changes: object) -> Envelope:
        plain = {
            "key": uuid4(),
            "channel": "webpush",
            "subscription_id": phone.id,
            "endpoint": phone.endpoint,
            "p256dh": phone.p256dh,
            "auth": phone.auth,
            "key_id": ring.newest(core_clock.now()).id,
            "payload": packed({"title": "撤离", "tag": "order-1", "data": {"kind": "order"}}),
            "ttl": 1800,
            "urgency": "high",
            "topic": "order-1",
            "expires_at": core_clock.now() + timedelta(seconds=life_s),
        }
        return Envelope(**{**plain, **changes})  # type: ignore[arg-type]  # a builder takes anything by name

    return make


def deliver(channel: WebPush, envelopes: Iterable[Envelope]) -> list[Result]:
    """Send them all and wait for every result, in the order they came."""
    channel.start(envelopes)
    results: list[Result] = []
    while channel.busy:
        results += channel.turn(1.0, [])
    return results
