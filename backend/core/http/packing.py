"""Packs what is read from the API, for slow networks; which replies, and why that gives nothing away (ADR 7)."""

import gzip

from flask import Flask, Response, request

from backend.core.offload import off_the_loop

#: Below this a packed reply saves no packet.
WORTH_BYTES = 1024
#: From here on packing would hold up other requests for some milliseconds.
LONG_BYTES = 64 * 1024
LEVEL = 5
PACKABLE = {"application/json", "application/problem+json", "text/html", "text/xml"}
#: What browsers say when another page than ours asks; an older one says nothing, and sends it no cookie either.
STRANGERS = {"cross-site", "same-site"}


def set_up(app: Flask) -> None:
    app.after_request(pack)


def pack(response: Response) -> Response:
    if not _is_packable(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") <= 0 or _gives_away():
        return response
    body = response.get_data()
    packed = off_the_loop(_packed, body) if len(body) > LONG_BYTES else _packed(body)
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _is_packable(response: Response) -> bool:
    """Whole replies only: a live stream is collected by nobody, and the client's files come packed already."""
    if response.is_streamed or response.direct_passthrough or response.status_code in {204, 304}:
        return False
    # Asked first, as most replies are short.
    is_worth_it = (response.content_length or 0) >= WORTH_BYTES
    return is_worth_it and "Content-Encoding" not in response.headers and response.mimetype in PACKABLE


def _gives_away() -> bool:
    """Whether a stranger could learn a secret from the length of the reply (BREACH).

    He would have to make the victim's browser ask, with words of his own choice, for a reply that holds a secret.
    Secrets stand in replies to writes only, which stay as they are; and what another page makes the browser ask is
    not packed.
    """
    return request.method != "GET" or request.headers.get("Sec-Fetch-Site") in STRANGERS


def _packed(body: bytes) -> bytes:
    # Without the time of day: the same reply is the same bytes.
    return gzip.compress(body, LEVEL, mtime=0)
