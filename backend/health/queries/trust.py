"""What is believed: keys, revoked keys and codes; as it was at a moment, or as phones take it along."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.health.catalogue.reader import ruleset
from backend.health.models.state import HealthCode
from backend.health.providers.base import Trust, TrustedKey
from backend.health.providers.palm import Palm
from backend.health.queries import keys
from backend.health.settings import foreign_keys, settings


def grace_s() -> int:
    own = settings().grace_s
    return ruleset().grace_s if own is None else own


def trust_at(at: datetime) -> Trust:
    """What was revoked later was good then."""
    every = keys.every()
    revoked = frozenset(key.kid for key in every if key.revoked_at is not None and key.revoked_at <= at)
    return Trust(
        keys=(*(_own(key.kid, key.public_pem) for key in every), *foreign_keys()),
        rules=ruleset(),
        grace_s=grace_s(),
        revoked_keys=revoked,
        revoked=_RevokedThen(at),
    )


@dataclass(frozen=True, slots=True)
class _RevokedThen:
    """Asked for one code it looks for that one: thousands may be revoked, and a gate's evening is verified at once."""

    at: datetime

    def __contains__(self, code_id: object) -> bool:
        found = select(HealthCode.id).where(HealthCode.id == code_id, HealthCode.revoked_at <= self.at)
        return db.session.scalar(found) is not None


@lru_cache(maxsize=64)
def _own(kid: bytes, pem: str) -> TrustedKey:
    public = load_pem_public_key(pem.encode())
    assert isinstance(public, EllipticCurvePublicKey)
    return TrustedKey(kid, Palm.name, public)


def _revoked(at: datetime) -> list[bytes]:
    """For phones: only what they would take otherwise."""
    query = select(HealthCode.id).where(HealthCode.revoked_at <= at, HealthCode.grace_until >= at)
    return list(db.session.scalars(query.order_by(HealthCode.id)))


def trust_list() -> dict[str, Any]:
    """For phones; they say how old theirs is, and verify without network by it."""
    trust = trust_at(clock.now())
    oldest = clock.now() - timedelta(days=60)
    shown = [key for key in trust.keys if key.not_after is None or key.not_after > oldest.timestamp()]
    return {
        "issued_at": clock.now(),
        "rule_version": trust.rules.version,
        "fresh_s": trust.rules.fresh_s,
        "grace_s": trust.grace_s,
        "skew_s": trust.rules.skew_s,
        "dcc": trust.rules.dcc,
        "keys": [key_shown(key) for key in shown],
        "revoked_keys": [kid.hex() for kid in sorted(trust.revoked_keys)],
        "revoked": base64.b64encode(b"".join(_revoked(clock.now()))).decode(),
    }


def key_shown(key: TrustedKey) -> dict[str, Any]:
    return {"kid": key.kid.hex(), "provider": key.provider, "jwk": _jwk(key), "usages": sorted(key.usages)}


def _jwk(key: TrustedKey) -> dict[str, str]:
    if isinstance(key.public, EllipticCurvePublicKey):
        numbers = key.public.public_numbers()
        size = (key.public.curve.key_size + 7) // 8
        curve = f"P-{key.public.curve.key_size}"
        return {"kty": "EC", "crv": curve, "x": _b64(numbers.x, size), "y": _b64(numbers.y, size)}
    rsa = key.public.public_numbers()
    return {"kty": "RSA", "n": _b64(rsa.n), "e": _b64(rsa.e)}


def _b64(number: int, size: int = 0) -> str:
    data = number.to_bytes(size or (number.bit_length() + 7) // 8)
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
