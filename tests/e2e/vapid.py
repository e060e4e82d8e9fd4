"""What a push service checks of a sender's signature (RFC 8292)."""

from __future__ import annotations

import base64
import time

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

LONGEST_LIFE_S = 24 * 3600


def refusal(authorization: str, registered_key: str | None, *, audience: str) -> int | None:
    """Return 401 for a missing or broken signature, 403 for somebody else's key, else None."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    if scheme.lower() != "vapid" or not {"t", "k"} <= parts.keys():
        return 401
    if registered_key and _bytes(registered_key) != _bytes(parts["k"]):
        return 403
    try:
        claims = _claims(parts["t"], parts["k"], audience)
    except (jwt.InvalidTokenError, ValueError):
        return 401
    subject = str(claims.get("sub", ""))
    clean = subject.startswith(("mailto:", "https:")) and " " not in subject
    short = float(str(claims["exp"])) - time.time() <= LONGEST_LIFE_S
    return None if clean and short else 403


def _claims(token: str, key: str, audience: str) -> dict[str, object]:
    public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(key))
    claims: dict[str, object] = jwt.decode(
        token, public, ["ES256"], audience=audience, options={"require": ["exp", "aud", "sub"]}
    )
    return claims


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
