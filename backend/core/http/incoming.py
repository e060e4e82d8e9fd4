"""What a request sends, read only when it is wanted: raw bytes, as many as arrive, or the fields of a form."""

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import ClientDisconnected

from backend.core.db import db
from backend.core.errors import refuse

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


def form(*, most: int, files: str) -> tuple[MultiDict[str, str], list[bytes]]:
    """The fields of a form, and the files in one of them. More than `most` bytes are refused unread."""
    db.session.rollback()
    request.max_content_length = most
    if any("\x00" in value for _, value in request.form.items(multi=True)):
        refuse("request.unstorable")
    read = [file.read() for file in request.files.getlist(files)]
    for file in (one for _, several in request.files.lists() for one in several):
        file.close()
    return request.form, read
