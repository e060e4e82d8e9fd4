"""The keys that sign codes: made, rotated a day ahead, and revoked."""

import os
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from sqlalchemy import text

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.health.models.state import SigningKey
from backend.health.queries import keys
from backend.health.rules import sealing
from backend.health.settings import settings

#: Any number that nobody else takes: two processes at first start would make two keys.
LOCK = 7_006
KID_BYTES = 8
#: Every phone that was online within a day knows a key before it signs.
LEAD = timedelta(days=1)
LIFE = timedelta(days=30)


def signing_key() -> SigningKey:
    """The one that signs now; made here when there is none yet."""
    found = keys.signing(clock.now())
    if found is not None:
        return found
    db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    return keys.signing(clock.now()) or _make(timedelta())


def rotate() -> SigningKey:
    """A new key for tomorrow; what the old one signed stays good until it expires."""
    signing_key()
    return _make(LEAD)


def rotate_by_hand() -> dict[str, Any]:
    """Its name, and from when on it signs."""
    made = rotate()
    return {"kid": made.kid.hex(), "signs_from": made.signs_from}


def rotate_old() -> bool:
    """Where the newest has had its time; returns whether."""
    newest = keys.newest()
    if newest is not None and newest.signs_from + LIFE > clock.now() + LEAD:
        return False
    rotate() if newest is not None else signing_key()
    return True


def revoke(kid: bytes) -> None:
    """Stolen or doubtful: from now on nothing that it signed is believed, and another one signs at once."""
    key = keys.one(kid) or refuse("health.key_not_found")
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        db.session.flush()
        record("signing_key.revoked", ("signing_key", kid.hex()))
        signing_key()


def revoke_named(name: str) -> None:
    """By the name that the list of keys shows."""
    try:
        kid = bytes.fromhex(name)
    except ValueError:
        refuse("health.key_not_found")
    revoke(kid)


def _make(lead: timedelta) -> SigningKey:
    private, kid = generate_private_key(SECP256R1()), os.urandom(KID_BYTES)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    made = SigningKey(
        kid=kid,
        public_pem=public.decode(),
        private_sealed=sealing.seal(settings().secret, kid, pem),
        made_at=clock.now(),
        signs_from=clock.now() + lead,
    )
    db.session.add(made)
    db.session.flush()
    record("signing_key.made", ("signing_key", kid.hex()))
    return made
