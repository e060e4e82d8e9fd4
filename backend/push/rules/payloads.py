"""The shape of a push message, and what can be left out when it is too large."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson

#: Declarative Web Push: Safari shows it even when the service worker fails.
DECLARATIVE = 8030
_LONG_TEXTS = ("instruction", "description")


def packed(notification: Mapping[str, Any], app_badge: int | None = 1) -> bytes:
    """The bytes every browser gets, declarative or not. Without a badge, the number on the app's icon stays."""
    badge = {} if app_badge is None else {"app_badge": app_badge}
    return orjson.dumps({"web_push": DECLARATIVE, "notification": notification, **badge})


def shortened(payload: bytes) -> bytes | None:
    """The same message without its long texts, None when there is nothing to leave out."""
    try:
        message = orjson.loads(payload)
        data = message["notification"]["data"]
        left_out = [data.pop(text) for text in _LONG_TEXTS if text in data]
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return None
    return orjson.dumps(message) if left_out else None


def topic_of(subject: UUID) -> str:
    """A `Topic` (at most 32 base64url characters): a newer message replaces an undelivered one."""
    return urlsafe_b64encode(subject.bytes).rstrip(b"=").decode()
