"""The phone client's files: what is cached for ever, what never, and which headers guard them."""

from pathlib import Path

import pytest
from flask import Flask

from tests.client import ActingClient


@pytest.fixture
def built(app: Flask, tmp_path: Path) -> Path:
    known = app.config["CLIENT_FILES"]
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "sw.js", "assets/app-1a2b.js"):
        (tmp_path / name).write_text(name)
    app.config["CLIENT_FILES"] = tmp_path
    yield tmp_path
    app.config["CLIENT_FILES"] = known


@pytest.mark.parametrize(
    ("path", "content", "cached"),
    [
        ("/", "index.html", "no-cache"),
        ("/orders/7", "index.html", "no-cache"),
        ("/sw.js", "sw.js", "no-cache"),
        ("/assets/app-1a2b.js", "assets/app-1a2b.js", "public, max-age=31536000, immutable"),
    ],
)
def test_every_route_is_the_application_and_only_hashed_files_are_cached(
    client: ActingClient, built: Path, path: str, content: str, cached: str
) -> None:
    reply = client.get(path)
    assert (reply.text, reply.headers["Cache-Control"]) == (content, cached)


@pytest.mark.parametrize("path", ["/assets/gone.js", "/api/nowhere", "/api", "/../config.py", "/%2e%2e/config.py"])
def test_what_is_not_there_is_not_found_and_nothing_outside_is_reached(
    client: ActingClient, built: Path, path: str
) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "coding", "content"),
    [
        ("gzip, deflate, br, zstd", "br", "packed by brotli"),
        ("gzip", "gzip", "packed by gzip"),
        ("gzip, br;q=0", "gzip", "packed by gzip"),
        ("identity", None, "assets/app-1a2b.js"),
        ("", None, "assets/app-1a2b.js"),
    ],
)
def test_a_file_comes_packed_as_the_browser_can_unpack_it(
    client: ActingClient, built: Path, accepted: str, coding: str | None, content: str
) -> None:
    (built / "assets/app-1a2b.js.br").write_text("packed by brotli")
    (built / "assets/app-1a2b.js.gz").write_text("packed by gzip")
    reply = client.get("/assets/app-1a2b.js", headers={"Accept-Encoding": accepted})
    assert (reply.text, reply.headers.get("Content-Encoding")) == (content, coding)
    assert reply.headers["Content-Type"].startswith(("text/javascript", "application/javascript"))
    assert reply.headers["Vary"] == "Accept-Encoding"
    assert "app-1a2b.js" in reply.headers["Content-Disposition"]
    assert ".br" not in reply.headers["Content-Disposition"]


def test_a_file_in_another_packing_is_another_representation(client: ActingClient, built: Path) -> None:
    (built / "index.html.br").write_text("packed by brotli")
    plain, packed = (client.get("/", headers={"Accept-Encoding": it}) for it in ("identity", "br"))
    assert plain.headers["ETag"] != packed.headers["ETag"]
    again = client.get("/", headers={"Accept-Encoding": "br", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_may_load_from_its_own_origin_only(client: ActingClient, built: Path) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
