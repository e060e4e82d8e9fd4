"""Words that only we can have written: a record's id with a seal over it, short enough for a QR code."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

SEAL_BYTES = 16
_PURPOSE = b"palm-cockpit certificate 1\0"


def seal(record: UUID, minutes: int, secret: str) -> str:
    """The hours are in it: a certificate whose hours were changed since is no longer the one that was given."""
    return _text(record.bytes + minutes.to_bytes(2, "big") + _over(record, minutes, secret))


def opened(token: str, secret: str) -> tuple[UUID, int] | None:
    """The record and its minutes; None where anything of it was changed."""
    try:
        whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(whole) != 18 + SEAL_BYTES:
        return None
    record, minutes = UUID(bytes=whole[:16]), int.from_bytes(whole[16:18], "big")
    return (record, minutes) if hmac.compare_digest(whole[18:], _over(record, minutes, secret)) else None


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _over(record: UUID, minutes: int, secret: str) -> bytes:
    said = _PURPOSE + record.bytes + minutes.to_bytes(2, "big")
    return hmac.digest(secret.encode(), said, "sha256")[:SEAL_BYTES]


def _text(whole: bytes) -> str:
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")
