"""A push service's double: keeps and decrypts what it gets, answers as it is told."""

import json
import os
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.push.http2_server import Certificate, Http2Server, Reply, Request


@dataclass(slots=True)
class Phone:
    """A browser's subscription: its address on the service and its two secrets."""

    endpoint: str
    private: EllipticCurvePrivateKey
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    id: UUID = field(default_factory=uuid4)

    @property
    def path(self) -> str:
        return "/" + self.endpoint.split("/", 3)[3]

    @property
    def p256dh(self) -> str:
        return _text(self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        return _text(self.secret)


@dataclass(frozen=True, slots=True)
class Delivered:
    """One request that came in, whatever it was answered."""

    path: str
    headers: dict[str, str]
    payload: bytes
    #: sealed, as it came
    body: bytes
    connection: int
    answered: Reply

    @property
    def message(self) -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(self.payload)
        return shown

    @property
    def claims(self) -> dict[str, Any]:
        """What the VAPID header says, its signature checked."""
        scheme, _, rest = self.headers["authorization"].partition(" ")
        parts = dict(part.split("=", 1) for part in rest.split(","))
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _raw(parts["k"]))
        options: Any = {"verify_aud": False, "verify_exp": False}
        claims: dict[str, Any] = jwt.decode(parts["t"], key, algorithms=["ES256"], options=options)
        assert scheme == "vapid"
        return claims


class PushService:
    """`answer_with` holds for all that follows; `answer_next` for that many requests first."""

    def __init__(self, certificate: Certificate) -> None:
        self._server = Http2Server(certificate, self._answer)
        self._phones: dict[str, Phone] = {}
        self._next: dict[str | None, deque[Reply]] = defaultdict(deque)
        self._always: Callable[[], Reply] = Reply
        self._lock = threading.Lock()
        self.received: list[Delivered] = []
        self._arrived = threading.Condition(self._lock)

    def start(self, host: str = "127.0.0.1") -> None:
        self._server.start(host)

    def stop(self) -> None:
        self._server.stop()

    @property
    def origin(self) -> str:
        return f"https://localhost:{self._server.port}"

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def connections(self) -> int:
        return self._server.connections

    def phone(self) -> Phone:
        """A new subscription on this service."""
        made = Phone(f"{self.origin}/p/{uuid4().hex}", generate_private_key(SECP256R1()))
        self._phones[made.path] = made
        return made

    def answer_with(self, reply: Reply | Callable[[], Reply]) -> None:
        self._always = reply if callable(reply) else lambda: reply

    def answer_next(self, *replies: Reply, phone: Phone | None = None) -> None:
        self._next[phone.path if phone else None].extend(replies)

    def wait_for(self, count: int, timeout_s: float = 30) -> None:
        """Until `count` requests came in."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.received) >= count, timeout_s):
                raise TimeoutError(f"{len(self.received)} of {count} messages came")

    def to(self, phone: Phone) -> list[Delivered]:
        with self._lock:
            return [one for one in self.received if one.path == phone.path]

    def _answer(self, request: Request) -> Reply:
        with self._arrived:
            queue = self._next[request.path] or self._next[None]
            reply = queue.popleft() if queue else self._always()
            payload = self._opened(request)
            one = Delivered(request.path, request.headers, payload, request.body, request.connection, reply)
            self.received.append(one)
            self._arrived.notify_all()
            return reply

    def _opened(self, request: Request) -> bytes:
        phone = self._phones[request.path]
        opened: bytes = http_ece.decrypt(
            request.body, private_key=phone.private, auth_secret=phone.secret, version="aes128gcm"
        )
        return opened


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
