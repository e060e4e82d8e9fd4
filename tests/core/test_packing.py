"""Replies of the API on a slow network: which are packed, and which never."""

import gzip

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from backend.core.http import packing

LONG = b'{"text": "' + b"evacuate " * 20_000 + b'"}'
SHORT = b'{"text": "evacuate"}'
STREAM = {"content_type": "text/event-stream"}


@pytest.fixture
def asking() -> FlaskClient:
    app = Flask(__name__)
    packing.set_up(app)
    json = {"content_type": "application/json"}
    app.add_url_rule("/long", "long", view_func=lambda: Response(LONG, **json), methods=["GET", "POST"])
    app.add_url_rule("/short", "short", view_func=lambda: Response(SHORT, **json))
    app.add_url_rule("/stream", "stream", view_func=lambda: Response(iter([LONG]), **STREAM))
    app.add_url_rule("/picture", "picture", view_func=lambda: Response(LONG, content_type="image/png"))
    return app.test_client()


def test_a_long_reply_comes_packed_and_is_the_same(asking: FlaskClient) -> None:
    reply = asking.get("/long", headers={"Accept-Encoding": "gzip, br"})
    assert reply.headers["Content-Encoding"] == "gzip"
    assert int(reply.headers["Content-Length"]) == len(reply.data) < len(LONG) / 50
    assert gzip.decompress(reply.data) == LONG
    assert reply.headers["Vary"] == "Accept-Encoding"
    assert asking.get("/long", headers={"Accept-Encoding": "gzip"}).data == reply.data


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0"])
def test_who_cannot_unpack_gets_it_as_it_is(asking: FlaskClient, accepted: str) -> None:
    reply = asking.get("/long", headers={"Accept-Encoding": accepted})
    assert (reply.data, reply.headers.get("Content-Encoding")) == (LONG, None)
    assert reply.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/short", "/stream", "/picture"])
def test_what_is_short_or_live_or_packed_by_nature_stays_as_it_is(asking: FlaskClient, path: str) -> None:
    assert "Content-Encoding" not in asking.get(path, headers={"Accept-Encoding": "gzip"}).headers


def test_the_reply_to_a_write_may_hold_a_secret_and_is_never_packed(asking: FlaskClient) -> None:
    assert asking.post("/long", headers={"Accept-Encoding": "gzip"}).data == LONG


@pytest.mark.parametrize(
    ("site", "packed"), [("same-origin", True), ("none", True), ("cross-site", False), ("same-site", False)]
)
def test_what_another_page_makes_the_browser_ask_is_never_packed(asking: FlaskClient, site: str, packed: bool) -> None:
    reply = asking.get("/long", headers={"Accept-Encoding": "gzip", "Sec-Fetch-Site": site})
    assert ("Content-Encoding" in reply.headers) is packed
