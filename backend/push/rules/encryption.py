"""Web Push encryption: RFC 8291 keys and one RFC 8188 record of aes128gcm."""

import binascii
import struct
from dataclasses import dataclass

import http_ece
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD_SIZE = 4096
#: What fits a 4,096-byte body: minus 86 bytes of header, 16 of tag, 1 delimiter.
MAX_PAYLOAD = 3993
_LAST_RECORD = b"\x02"
_POINT_LENGTH = 65
_AUTH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class SubscriberKeys:
    """What a browser gave us, decoded: an uncompressed P-256 point and a 16-byte secret."""

    point: bytes
    auth: bytes


class BadKeys(ValueError):
    """A browser's keys cannot be used; `reason` is `p256dh` or `auth`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decode_keys(p256dh: str, auth: str) -> SubscriberKeys:
    """Base64url to bytes, trusting that `checked_keys` saw them when they came in."""
    return SubscriberKeys(_decoded(p256dh, "p256dh"), _decoded(auth, "auth"))


def checked_keys(p256dh: str, auth: str) -> SubscriberKeys:
    """Decode and refuse what is no point on the curve or no 16-byte secret."""
    keys = decode_keys(p256dh, auth)
    if len(keys.auth) != _AUTH_LENGTH:
        raise BadKeys("auth")
    if len(keys.point) != _POINT_LENGTH:
        raise BadKeys("p256dh")
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), keys.point)
    except ValueError as error:
        raise BadKeys("p256dh") from error
    return keys


def seal(payload: bytes, to: SubscriberKeys, private_key: EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """The body to POST. Key and salt must be new for every message, never used twice."""
    if len(payload) > MAX_PAYLOAD:
        raise ValueError("payload does not fit one record")
    content_key, nonce = http_ece.derive_key(
        "encrypt",
        "aes128gcm",
        salt=salt,
        key=None,
        private_key=private_key,
        dh=to.point,
        auth_secret=to.auth,
        keyid=None,
    )
    point = private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    header = salt + struct.pack("!LB", RECORD_SIZE, len(point)) + point
    return header + AESGCM(content_key).encrypt(nonce, payload + _LAST_RECORD, None)


def _decoded(text: str, reason: str) -> bytes:
    # Browsers leave the padding out, some libraries keep it; both are the same key.
    bare = text.rstrip("=")
    try:
        plain = bare.replace("-", "+").replace("_", "/")
        return binascii.a2b_base64(plain + "=" * (-len(plain) % 4), strict_mode=True)
    except (ValueError, binascii.Error) as error:
        raise BadKeys(reason) from error
