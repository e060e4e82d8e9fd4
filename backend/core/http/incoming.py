"""The raw bytes of a request, as many as arrive: a line that breaks loses none of those before."""

from flask import request
from werkzeug.exceptions import ClientDisconnected

from backend.core.db import db

AT_ONCE = 64 * 1024


def read(*, most: int) -> tuple[bytes, bool]:
    """The bytes, and whether they are all that were announced. More than `most` is refused unread."""
    # Given back before the wait: a few dozen slow phones would hold every connection there is.
    db.session.rollback()
    request.max_content_length = most
    whole = bytearray()
    stream = request.stream
    try:
        while piece := stream.read(AT_ONCE):
            whole += piece
    except (ClientDisconnected, OSError):
        return bytes(whole), False
    return bytes(whole), True
