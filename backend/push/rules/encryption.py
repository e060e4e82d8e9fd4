"""Web Push encryption: RFC 8291 keys and one RFC 8188 record of aes128gcm."""

import binascii
import os
import struct
from hmac import digest
from typing import NamedTuple, NoReturn

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD_SIZE = 4096
#: What fits a 4,096-byte body: minus 86 bytes of header, 16 of tag, 1 delimiter.
MAX_PAYLOAD = 3993
_LAST_RECORD = b"\x02"
_POINT_LENGTH = 65
_AUTH_LENGTH = 16
_SALT_LENGTH = 16
_SIZES = struct.pack("!LB", RECORD_SIZE, _POINT_LENGTH)
_CURVE = SECP256R1()
_EXCHANGE = ECDH()
_SHA256 = "sha256"
#: HKDF asks for one block of 32 bytes each time: its counter is always 1.
_FIRST = b"\x01"
_KEY_INFO = b"Content-Encoding: aes128gcm\0" + _FIRST
_NONCE_INFO = b"Content-Encoding: nonce\0" + _FIRST


class SubscriberKeys(NamedTuple):
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
        EllipticCurvePublicKey.from_encoded_point(_CURVE, keys.point)
    except ValueError as error:
        raise BadKeys("p256dh") from error
    return keys


class ContentKey:
    """All that one message is sealed with. It is a secret: it shows itself to nobody and cannot be written down."""

    __slots__ = ("header", "key", "nonce")

    def __init__(self, key: bytes, nonce: bytes, header: bytes) -> None:
        self.key = key
        self.nonce = nonce
        self.header = header

    def __reduce__(self) -> NoReturn:
        raise TypeError("a content key is never written down")


def content_key(to: SubscriberKeys, private_key: EllipticCurvePrivateKey, salt: bytes) -> ContentKey:
    """The costly part, which needs no message yet. Pair and salt must be new for every message, never used twice.

    RFC 8291 §3.4 and RFC 8188 §2.2, line by line: five HMACs. Objects of a library for them cost as much as half the
    multiplication (docs/adr/0016).
    """
    point = private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = private_key.exchange(_EXCHANGE, EllipticCurvePublicKey.from_encoded_point(_CURVE, to.point))
    info = b"WebPush: info\0" + to.point + point + _FIRST
    seed = digest(salt, digest(digest(to.auth, shared, _SHA256), info, _SHA256), _SHA256)
    key, nonce = digest(seed, _KEY_INFO, _SHA256)[:16], digest(seed, _NONCE_INFO, _SHA256)[:12]
    return ContentKey(key, nonce, salt + _SIZES + point)


def new_content_key(to: SubscriberKeys) -> ContentKey:
    """Of a pair and a salt that nobody has seen, and that are forgotten here."""
    return content_key(to, generate_private_key(_CURVE), os.urandom(_SALT_LENGTH))


def seal(payload: bytes, key: ContentKey) -> bytes:
    """The body to POST. Once per content key: two messages under one would open each other."""
    if len(payload) > MAX_PAYLOAD:
        raise ValueError("payload does not fit one record")
    return key.header + AESGCM(key.key).encrypt(key.nonce, payload + _LAST_RECORD, None)


def _decoded(text: str, reason: str) -> bytes:
    # Browsers leave the padding out, some libraries keep it; both are the same key.
    bare = text.rstrip("=")
    try:
        plain = bare.replace("-", "+").replace("_", "/")
        return binascii.a2b_base64(plain + "=" * (-len(plain) % 4), strict_mode=True)
    except (ValueError, binascii.Error) as error:
        raise BadKeys(reason) from error
