"""The API's own description, and whether an answer is one that it describes."""

from collections.abc import Iterator
from typing import Any

import schemathesis
from flask import Flask
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backend.core.db import uuid7

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

# Photos come as tus names raw bytes.
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")

#: Says 503 as long as no sender and no worker runs, which is what it is for.
HEALTH = "/api/health"


def operations(app: Flask) -> Iterator[Any]:
    """What the description offers, but for the live stream, whose answer never ends."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        if "/stream" not in found.ok().path:
            yield found.ok()


def sign(case: Any, bearer: str | None) -> None:
    """Let somebody ask, or nobody."""
    case.headers.pop("Authorization", None)
    if bearer:
        case.headers["Authorization"] = f"Bearer {bearer}"
    case.headers["Idempotency-Key"] = str(uuid7())
    # Its client asks for packed replies, which it does not unpack.
    case.headers["Accept-Encoding"] = "identity"


def check(case: Any, reply: Any) -> None:
    """Status, content type, headers and body are as described, and it is no failure of ours."""
    is_waiting = case.path == HEALTH and reply.status_code == 503
    case.validate_response(reply, checks=[it for it in CHECKS if not (is_waiting and it is not_a_server_error)])
