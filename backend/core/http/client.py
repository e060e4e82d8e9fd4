"""The phone client's files: hashed assets for ever, the entry and the worker always fresh, one page for every route."""

from pathlib import Path

from flask import Blueprint, Response, current_app, send_from_directory
from werkzeug.exceptions import NotFound

blueprint = Blueprint("client", __name__)

FOREVER = "public, max-age=31536000, immutable"


# Not by `defaults`, which would redirect /index.html to /: browsers refuse a kept page that came by a redirect.
@blueprint.get("/")
@blueprint.get("/<path:path>")
def file(path: str = "index.html") -> Response:
    """A file of the built client; every other address is the application itself, which knows its own routes."""
    folder: Path = current_app.config["CLIENT_FILES"]
    if path == "api" or path.startswith("api/"):
        raise NotFound
    if not (folder / path).is_file() and "." not in path.rsplit("/", 1)[-1]:
        path = "index.html"
    response = send_from_directory(folder, path)
    response.headers["Cache-Control"] = FOREVER if path.startswith("assets/") else "no-cache"
    return response
