"""The phone client's files: hashed assets for ever, the entry and the worker always fresh, one page for every route."""

from pathlib import Path

from flask import Blueprint, Response, current_app, request, send_from_directory
from werkzeug.exceptions import NotFound

blueprint = Blueprint("client", __name__)

FOREVER = "public, max-age=31536000, immutable"
#: What the build packed each file into (pwa/scripts/compress.mjs), the smallest first.
PACKED = {"br": ".br", "gzip": ".gz"}
#: Addresses for programs: what is none of them is no page either.
PROGRAMS = ("api", "open311")


# Not by `defaults`, which would redirect /index.html to /: browsers refuse a kept page that came by a redirect.
@blueprint.get("/")
@blueprint.get("/<path:path>")
def file(path: str = "index.html") -> Response:
    """A file of the built client; every other address is the application itself, which knows its own routes."""
    folder: Path = current_app.config["CLIENT_FILES"]
    if path.partition("/")[0] in PROGRAMS:
        raise NotFound
    if not (folder / path).is_file() and "." not in path.rsplit("/", 1)[-1]:
        path = "index.html"
    response = _smallest(folder, path)
    response.headers["Cache-Control"] = FOREVER if path.startswith("assets/") else "no-cache"
    return response


def _smallest(folder: Path, path: str) -> Response:
    """The file, or the same packed, if it was packed and the browser unpacks it."""
    there = [coding for coding, ending in PACKED.items() if (folder / f"{path}{ending}").is_file()]
    coding = next((it for it in there if request.accept_encodings.quality(it) > 0), None)
    name = path.rsplit("/", 1)[-1]
    response = send_from_directory(folder, path + PACKED[coding] if coding else path, download_name=name)
    if coding:
        response.headers["Content-Encoding"] = coding
    if there:
        response.vary.add("Accept-Encoding")
    return response
