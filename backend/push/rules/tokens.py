"""The token inside a test push: who holds it has seen that push."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from uuid import UUID


def token_of(secret: str, test_id: UUID) -> str:
    """Made from the id alone, so that nothing has to be kept."""
    mac = hmac.digest(secret.encode(), b"push-test|" + test_id.bytes, sha256)
    return urlsafe_b64encode(mac).rstrip(b"=").decode()


def opens(token: str, secret: str, test_id: UUID) -> bool:
    """Whether the token belongs to this test."""
    return hmac.compare_digest(token.encode(), token_of(secret, test_id).encode())
