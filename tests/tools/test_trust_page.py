"""The page that a phone reads before it trusts anything: its files, its languages, its devices, and nothing else."""

import hashlib
import json
import os
import plistlib
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from tests.tools.test_run import free_port
from tests.tools.waiting import until
from tools import paths
from tools.trust import page

PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
MATE = "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 Safari/537.36 ArkWeb/4.1"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
WECHAT = f"{PIXEL} MicroMessenger/8.0.49"
#: As `make run HTTPS=1` leaves it.
MAKE = """
from tools import tls
tls.keep()
"""


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    var, port = tmp_path_factory.mktemp("var"), free_port()
    env = {**os.environ, "PALM_VAR": str(var), "HOST": "127.0.0.1", "PORT": "8443"}
    subprocess.run([sys.executable, "-c", MAKE], check=True, cwd=paths.ROOT, env=env, capture_output=True)
    server = subprocess.Popen([sys.executable, "-m", "tools.trust.serve", str(port)], cwd=paths.ROOT, env=env)
    origin = f"http://127.0.0.1:{port}"
    until(lambda: answers(origin))
    yield origin
    server.terminate()
    assert server.wait(10) == 0


def answers(origin: str) -> bool:
    try:
        return fetch(f"{origin}/icon.svg")[0] == 200
    except OSError:
        return False


def fetch(url: str, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, method=method, headers=named)  # noqa: S310 - our own http address
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310 - as above
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()


def test_the_certificate_comes_as_phones_install_it(origin: str) -> None:
    status, headers, der = fetch(f"{origin}/palm-cockpit.crt")
    assert (status, headers["Content-Type"]) == (200, "application/x-x509-ca-cert")
    fingerprint = hashlib.sha256(der).hexdigest().upper()
    shown = fetch(f"{origin}/")[2].decode().replace("<br>", " ").replace(" ", "")
    assert fingerprint in shown


def test_the_profile_for_an_iphone_holds_the_same_certificate_as_a_root(origin: str) -> None:
    _, headers, body = fetch(f"{origin}/palm-cockpit.mobileconfig")
    assert headers["Content-Type"] == "application/x-apple-aspen-config"
    profile = plistlib.loads(body)
    (inside,) = profile["PayloadContent"]
    assert (profile["PayloadType"], inside["PayloadType"]) == ("Configuration", "com.apple.security.root")
    assert inside["PayloadContent"] == fetch(f"{origin}/palm-cockpit.crt")[2]
    assert plistlib.loads(fetch(f"{origin}/palm-cockpit.mobileconfig")[2]) == profile, "a second one replaces the first"


@pytest.mark.parametrize(
    ("agent", "system"),
    [(PIXEL, "android"), (MATE, "android"), (IPHONE, "ios"), ("Mozilla/5.0 (Windows NT)", "windows")],
)
def test_the_device_that_asks_finds_its_own_steps_open(origin: str, agent: str, system: str) -> None:
    body = fetch(f"{origin}/", User_Agent=agent)[2].decode()
    assert body.count("<details") == 5
    assert [part.partition('"')[0] for part in body.split('id="')[1:] if part.partition(">")[0].endswith(" open")] == [
        system
    ]


def test_a_page_inside_another_app_says_where_to_go(origin: str) -> None:
    assert 'notice warn" hidden' in fetch(f"{origin}/", User_Agent=PIXEL)[2].decode()
    assert 'notice warn" >' in fetch(f"{origin}/", User_Agent=WECHAT)[2].decode()


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [("", "en-GB,en;q=0.9", "en"), ("", "fr,zh;q=0.5", "zh-CN"), ("", "", "zh-CN"), ("?lang=en", "zh-CN", "en")],
)
def test_the_page_speaks_the_language_that_was_asked_for(origin: str, query: str, accepted: str, language: str) -> None:
    assert f'<html lang="{language}">' in fetch(f"{origin}/{query}", Accept_Language=accepted)[2].decode()


def test_it_leads_to_the_cockpit_by_the_name_it_was_reached_by_but_to_no_strangers(origin: str) -> None:
    assert 'data-app="https://127.0.0.1:8443"' in fetch(f"{origin}/")[2].decode()
    strange = fetch(f"{origin}/", Host="evil.example")[2].decode()
    assert "evil.example" not in strange
    assert 'data-app="https://localhost:8443"' in strange


@pytest.mark.parametrize(
    "path",
    ["/words/en.json", "/words/", "/../var/tls/authority.key", "/authority.key", "/%2e%2e/tls.py", "/page.html"],
)
def test_nothing_else_is_served(origin: str, path: str) -> None:
    status, _, body = fetch(f"{origin}{path}")
    assert status == 404
    assert b"PRIVATE" not in body


def test_it_only_reads(origin: str) -> None:
    assert fetch(f"{origin}/", method="POST")[0] == 501
    assert fetch(f"{origin}/", method="HEAD")[2] == b""


def test_it_may_run_its_own_script_only_and_is_kept_nowhere(origin: str) -> None:
    headers = fetch(f"{origin}/")[1]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (json.loads((Path(page.HERE) / "words" / f"{it}.json").read_text()) for it in page.LANGUAGES)
    assert shape(chinese) == shape(english)


def shape(value: object) -> object:
    """What a text is about, without its words."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items() if name not in {"lines", "ways"}}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return value if isinstance(value, int) else type(value)
