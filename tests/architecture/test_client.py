"""The built client asks for nothing outside its own origin: nothing in its files does, and its headers forbid it."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, name
from tests.conftest import make_app

BUILT = ROOT / "pwa" / "dist"
TEXT = {".html", ".js", ".mjs", ".css", ".json", ".webmanifest", ".svg"}
ADDRESS = re.compile(r"(?:https?|wss?)://[a-z0-9.-]+[^\s\"'`)<>\\]*", re.IGNORECASE)
#: What a browser fetches by itself: attributes of pages, url() and @import of styles, imports of scripts.
FETCHED = re.compile(
    r"""(?:\b(?:src|href|action|poster)\s*=\s*|url\(\s*|@import\s+|\bfrom\s*|\bimport\(?\s*|\bfetch\(\s*)["'`]?((?:https?:|wss?:)?//[^\s"'`)>]+)"""
)
#: Addresses that are words, never asked for.
WORDS = {
    "http://www.w3.org/": "names of XML vocabularies",
    "https://vuejs.org/error-reference/": "Vue's error messages name a page",
    "https://maplibre.org/": "the map's attribution, a link for people",
    "https://maplibre.invalid/": "MapLibre parses relative addresses against it",
    "https://github.com/mapbox/mapbox-gl-js/issues/": "a comment in an error message",
    "https://github.com/maplibre/maplibre-gl-js/blob/": "the licence's comment",
    "https://uri.amap.com/navigation": "a link that somebody taps to be led there by AMap",
    "https://fastly.jsdelivr.net/npm/zxing-wasm@": "zxing-wasm would look there, were it not told our file",
    "https://wiki.openstreetmap.org/wiki/": "MapLibre's message for a browser without WebGL",
    "https://github.com/protomaps/PMTiles/": "PMTiles names its page in an error message",
}
#: Sources that a header may name: the own origin, and what never leaves the device.
AT_HOME = {"'self'", "'none'", "data:", "blob:", "'wasm-unsafe-eval'", "'unsafe-inline'"}


@pytest.fixture(scope="module")
def built() -> dict[str, str]:
    assert (BUILT / "index.html").exists(), "the client is not built: make test builds it, or: cd pwa && npm run build"
    return {name(file): file.read_text(errors="replace") for file in BUILT.rglob("*") if file.suffix in TEXT}


def test_no_file_makes_the_browser_fetch_from_elsewhere(built: dict[str, str]) -> None:
    assert {
        (file, found) for file, text in built.items() for found in FETCHED.findall(text) if not is_word(found)
    } == set()


def test_every_address_in_a_file_is_a_known_word(built: dict[str, str]) -> None:
    found = {(file, address) for file, text in built.items() for address in ADDRESS.findall(text)}
    assert {(file, address) for file, address in found if not is_word(address)} == set()


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://cdn.example.com/vue.js">',
        "<link href='//fonts.example.com/css'>",
        "@import url(https://fonts.example.com/css)",
        'import("https://cdn.example.com/map.js")',
        'fetch("//tiles.example.com/1/2/3")',
    ],
)
def test_a_line_that_asks_elsewhere_would_be_found(line: str) -> None:
    assert FETCHED.search(line)


def test_the_header_keeps_the_page_to_its_origin() -> None:
    policy = dict(part.strip().split(" ", 1) for part in header("/", "Content-Security-Policy").split(";"))
    outside = {rule: sources for rule, sources in policy.items() if not set(sources.split()) <= AT_HOME}
    assert outside == {}
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert "'unsafe-inline'" not in policy["script-src"]


def test_the_entry_and_the_worker_are_asked_for_anew_and_assets_are_kept_for_ever() -> None:
    asset = next(Path(BUILT / "assets").glob("*.js"))
    assert header("/", "Cache-Control") == "no-cache"
    assert header("/sw.js", "Cache-Control") == "no-cache"
    assert header(f"/assets/{asset.name}", "Cache-Control") == "public, max-age=31536000, immutable"


def header(path: str, field: str) -> str:
    with make_app("postgresql://nobody@localhost/none").test_client().get(path) as reply:
        assert reply.status_code == 200
        return reply.headers[field]


def is_word(address: str) -> bool:
    return address.startswith(tuple(WORDS))
