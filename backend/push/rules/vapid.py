"""VAPID (RFC 8292): who we are, signed for one push service."""

import hashlib
import re
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LIFE = timedelta(hours=12)
#: A header with less than this to live is signed anew.
SIGN_AGAIN_BEFORE = timedelta(hours=1)

# Apple answers 403 to spaces, angle brackets and localhost.
_MAILTO = re.compile(r"mailto:[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_HTTPS = re.compile(r"https://([A-Za-z0-9-]+\.)+[A-Za-z]{2,}(/[A-Za-z0-9._~/-]*)?")


def is_clean_subject(subject: str) -> bool:
    """A plain `mailto:` or https URL that leads to somebody outside this machine."""
    return bool(_MAILTO.fullmatch(subject) or _HTTPS.fullmatch(subject))


def public_text(key: EllipticCurvePublicKey) -> str:
    """What the browser needs as `applicationServerKey`."""
    return _text(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def key_id_of(key: EllipticCurvePublicKey) -> str:
    """A short name for a key, the same on every machine."""
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _text(hashlib.sha256(point).digest()[:12])


def authorization(origin: str, subject: str, key: EllipticCurvePrivateKey, now: datetime) -> tuple[str, datetime]:
    """The `Authorization` header for one origin, and when it runs out."""
    expires = now + LIFE
    claims = {"aud": origin, "exp": int(expires.timestamp()), "sub": subject}
    token = jwt.encode(claims, key, algorithm="ES256")
    return f"vapid t={token},k={public_text(key.public_key())}", expires


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
