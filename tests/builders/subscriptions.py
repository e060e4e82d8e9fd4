"""Makes browsers' push subscriptions."""

import os
from base64 import urlsafe_b64encode
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.core import clock
from backend.core.db import db
from backend.push.models import Subscription
from backend.push.rules.endpoints import origin_of
from backend.push.settings import settings


def browser(endpoint: str | None = None) -> dict[str, Any]:
    """What a browser tells after subscribing: its endpoint and its two keys."""
    return {
        "endpoint": endpoint or f"https://fcm.googleapis.com/wp/{uuid4().hex}",
        "keys": {"p256dh": any_point(), "auth": _text(os.urandom(16))},
    }


def subscription(person_id: UUID, device_id: UUID, **changes: Any) -> Subscription:
    """A row of its own; `endpoint`, `p256dh` and `auth` may be those of a push service's double."""
    given = {"endpoint": f"https://fcm.googleapis.com/wp/{uuid4().hex}", "p256dh": any_point(), **changes}
    made = Subscription(
        person_id=person_id,
        device_id=device_id,
        origin=origin_of(given["endpoint"]),
        key_id=settings().ring.newest(clock.now()).id,
        **{"auth": _text(b"0123456789abcdef"), **given},
    )
    db.session.add(made)
    db.session.flush()
    return made


@cache
def any_point() -> str:
    key = generate_private_key(SECP256R1()).public_key()
    return _text(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
