"""A write as a patient client sends it: with one key, until somebody answers."""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import uuid_utils.compat

_PAUSE_S = 0.3
_LONGEST_S = 120
_RETRIED = frozenset({423, 425, 429})


def call(
    port: int, path: str, body: object = None, *, method: str, token: str, meanwhile: Callable[[], None]
) -> dict[str, Any]:
    """The answer as it is; a refusal that repeating does not mend is raised with its words."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid_utils.compat.uuid7())}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    deadline = time.monotonic() + _LONGEST_S
    while True:
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310 - our own http address
                answer: dict[str, Any] = json.loads(reply.read())
                return answer
        except urllib.error.HTTPError as refusal:
            if refusal.code < 500 and refusal.code not in _RETRIED:
                raise RuntimeError(f"{path}: {refusal.read().decode()}") from refusal
        except (OSError, http.client.HTTPException):
            pass
        if time.monotonic() > deadline:
            raise RuntimeError(f"nobody answered {path} within {_LONGEST_S} s")
        meanwhile()
        time.sleep(_PAUSE_S)
