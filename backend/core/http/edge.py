"""A way past Flask for what a whole district sends at once; whatever is not plainly that goes Flask's way.

Of the time that an answer by token cost a web process, Flask's own machinery took half: routing, contexts, hooks,
dozens of look-ups of the request, headers (ADR 23). The same shapes, the same action and the same group take it here,
and the reply is the same to the byte. A way stands beside an endpoint, never in its place: what it does not take, it
leaves untouched.
"""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import orjson
from flask import Flask
from gevent.monkey import is_module_patched
from marshmallow import Schema, ValidationError

from backend.core.http import headers, numbered, plain
from backend.core.http.application import written
from backend.core.jobs import run_in_one_transaction

#: No body of a way is longer.
MOST_BYTES = 4096
#: A length in more is no honest one, whatever it begins with.
DIGITS = 4
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Way:
    """What is taken at `path` by POST, from nobody who is signed in.

    `act` gets the settings and what `body` loads, and gives what `returns` shows; None leaves it to the endpoint, and
    so does a refusal. It writes in a group of `core.group_commit` and nothing beside it, and the same again changes
    nothing.
    """

    path: str
    body: Schema
    returns: Schema
    act: Callable[[Mapping[str, Any], dict[str, Any]], dict[str, Any] | None]


def set_up(app: Flask, *ways: Way) -> None:
    """Stand before the application, and behind whatever believes a proxy: that one says whether TLS was spoken."""
    app.wsgi_app = Edge(app, ways)  # type: ignore[method-assign, assignment]  # as Flask's docs do


class Edge:
    """A WSGI application: takes what goes one of its ways, and hands everything else on as it came."""

    def __init__(self, app: Flask, ways: Iterable[Way]) -> None:
        self._app = app
        self._behind = app.wsgi_app
        self.ways = {way.path: way for way in ways}
        self._said = headers.of_every_reply(app)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        way = self.ways.get(environ["PATH_INFO"])
        if way is None or not _is_plain(environ):
            return self._left(environ, start)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        reply = self._taken(way, environ, body)
        if reply is None:
            environ["wsgi.input"] = io.BytesIO(body)
            return self._left(environ, start)
        said, high = reply
        lines = [("Content-Type", JSON), ("Content-Length", str(len(said)))]
        if high is not None:
            lines.append(("X-Device-Seq-High", str(high)))
        start("200 OK", lines + self._said[environ["wsgi.url_scheme"] == "https"])
        return (said,)

    def _left(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """What none of the ways takes is Flask's, or comes again as a whole request where this one was none."""
        return () if plain.PAST_FLASK in environ else self._behind(environ, start)

    def _taken(self, way: Way, environ: WSGIEnvironment, body: bytes) -> tuple[bytes, int | None] | None:
        """The reply, and the highest number of the device; None where the endpoint has to speak."""
        if b"\\u0000" in body:
            return None
        try:
            asked = way.body.load(orjson.loads(body))
        except (orjson.JSONDecodeError, ValidationError):
            return None
        number = numbered.number_in(environ.get("HTTP_X_DEVICE_ID", ""), environ.get("HTTP_X_DEVICE_SEQ", ""), None)
        try:
            # A group brings its own transaction; where requests do not share a thread, it has the caller's.
            if is_module_patched("threading"):
                return self._act(way, asked, number)
            taken: tuple[bytes, int | None] | None = run_in_one_transaction(self._act, way, asked, number)
        except Exception:  # noqa: BLE001 - whatever it was, the endpoint meets it again, tells it and has it logged
            return None
        return taken

    def _act(self, way: Way, asked: dict[str, Any], number: numbered.Number | None) -> tuple[bytes, int | None] | None:
        reply = way.act(self._app.config, asked)
        if reply is None:
            return None
        return written(way.returns.dump(reply), self._app.json), numbered.TOGETHER(number) if number else None


def _is_plain(environ: WSGIEnvironment) -> bool:
    length = environ.get("CONTENT_LENGTH") or ""
    return (
        environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE") == JSON
        and "HTTP_AUTHORIZATION" not in environ
        and "HTTP_TRANSFER_ENCODING" not in environ
        and not environ["QUERY_STRING"]
        and length.isascii()
        and length.isdigit()
        and len(length) <= DIGITS
        and int(length) <= MOST_BYTES
    )
