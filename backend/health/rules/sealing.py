"""What only this installation can open or make: sealed private keys, and hashes that stand for people."""

import hashlib
import hmac
import os
from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
SUBJECT_BYTES, HASH_BYTES = 12, 16


def seal(secret: str, kid: bytes, private: bytes) -> bytes:
    """Bound to its kid: copied to another row it opens no more."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(secret).encrypt(nonce, private, kid)


def unseal(secret: str, kid: bytes, sealed: bytes) -> bytes:
    """Raises InvalidTag where the secret is another one by now."""
    return _cipher(secret).decrypt(sealed[:NONCE], sealed[NONCE:], kid)


def subject_of(secret: str, person_id: UUID, day: date) -> bytes:
    """Another one every day: whoever reads codes cannot follow anybody from one day to the next."""
    return _keyed(secret, "subject", person_id.bytes + day.isoformat().encode())[:SUBJECT_BYTES]


def hash_of(secret: str, provider: str, subject: bytes) -> bytes:
    """What a check-in keeps of a subject."""
    return _keyed(secret, f"check-in {provider}", subject)[:HASH_BYTES]


def _cipher(secret: str) -> AESGCM:
    return AESGCM(_keyed(secret, "signing keys", b""))


def _keyed(secret: str, purpose: str, data: bytes) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode() + b"|" + data, hashlib.sha256)
