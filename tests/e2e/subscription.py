"""A push subscription that Chromium believes in: its keys are ours, its endpoint is the push double's.

Chromium itself subscribes at Google's servers only. So the page is handed this subscription; what our sender
encrypts for it the test opens with http_ece, somebody else's code, and brings in through the DevTools protocol.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

import http_ece
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.e2e.autopush import Autopush, Message
from tests.e2e.waiting import eventually

SCRIPT = Path(__file__).with_suffix(".js")


@dataclass(frozen=True, slots=True)
class Subscription:
    autopush: Autopush
    channel_id: str
    private_key: EllipticCurvePrivateKey
    auth: bytes

    @property
    def script(self) -> str:
        """JavaScript that makes every page's PushManager answer with this subscription."""
        point = self.private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        facts = {"endpoint": self.autopush.endpoint(self.channel_id), "p256dh": _text(point), "auth": _text(self.auth)}
        return f"({SCRIPT.read_text()})({json.dumps(facts)})"

    def next_message(self, *, after: int = 0) -> str:
        """The message that came in after so many others, as text; waits for it."""

        def arrived() -> list[Message]:
            return [it for it in self.autopush.messages if it.channel_id == self.channel_id][after:]

        return self.open(eventually(arrived, what="a message for this phone")[0])

    def open(self, message: Message) -> str:
        opened: bytes = http_ece.decrypt(
            message.body, private_key=self.private_key, auth_secret=self.auth, version="aes128gcm"
        )
        return opened.decode()


def make(autopush: Autopush) -> Subscription:
    return Subscription(autopush, autopush.open_channel(), generate_private_key(SECP256R1()), secrets.token_bytes(16))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
