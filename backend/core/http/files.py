"""Replies that are files: to be saved, or to be looked at."""

from urllib.parse import quote

from werkzeug.wrappers import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JPEG = "image/jpeg"


def download(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    # What an actor may see is in it.
    response.headers["Cache-Control"] = "private, no-store"
    return response


def picture(data: bytes) -> Response:
    """Kept by this phone's browser: the address holds the hash of what was sent, so it never changes."""
    response = Response(data, mimetype=JPEG)
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
