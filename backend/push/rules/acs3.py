"""Aliyun's signature of a call, version 3 (ACS3-HMAC-SHA256)."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

_ALGORITHM = "ACS3-HMAC-SHA256"


def form(values: Mapping[str, str]) -> bytes:
    return urlencode(sorted(values.items()), quote_via=quote).encode()


def headers(
    key_id: str, key_secret: str, *, host: str, action: str, version: str, body: bytes, now: datetime, nonce: str
) -> dict[str, str]:
    """Of a POST to the root with all its values in the form that is the body."""
    signed = {
        "content-type": "application/x-www-form-urlencoded",
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
        "x-acs-date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    return {**signed, "authorization": authorization(key_id, key_secret, signed)}


def authorization(key_id: str, key_secret: str, signed: Mapping[str, str], query: str = "") -> str:
    names = sorted(signed)
    lines = "".join(f"{name}:{signed[name].strip()}\n" for name in names)
    told = ";".join(names)
    request = "\n".join(["POST", "/", query, lines, told, signed["x-acs-content-sha256"]])
    text = f"{_ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(key_secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"{_ALGORITHM} Credential={key_id},SignedHeaders={told},Signature={signature}"
