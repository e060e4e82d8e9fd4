"""Firefox ESR without a screen: a fresh profile whose push server is our double."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e import bidi
from tests.e2e.bidi import Tab
from tests.e2e.processes import stop
from tests.e2e.waiting import eventually

NAMES = ("firefox-esr", "firefox")


def binary() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "No Firefox found: install Debian's firefox-esr, or put firefox on the PATH."
    return found


def preferences(push_server: str) -> dict[str, object]:
    return {
        "dom.push.serverURL": push_server,
        "dom.push.testing.allowInsecureServerURL": True,
        "dom.push.connection.enabled": True,
        "permissions.default.desktop-notification": 1,
        # Without a system backend Firefox shows notifications itself and keeps them listed.
        "alerts.useSystemBackend": False,
        "browser.shell.checkDefaultBrowser": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "toolkit.telemetry.reportingpolicy.firstRun": False,
        "app.update.disabledForTesting": True,
        "intl.accept_languages": "zh-CN, zh, en",
    }


@contextmanager
def running(profile: Path, *, push_server: str) -> Iterator[Tab]:
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences(push_server).items()]
    (profile / "user.js").write_text("\n".join(lines))
    command = [binary(), "--headless", "--no-remote", "--profile", str(profile)]
    with (profile / "firefox.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0", "about:blank"],
            stdout=log,
            stderr=log,
            env={"HOME": str(profile), "PATH": "/usr/bin:/bin"},
            start_new_session=True,
        )
    try:
        with bidi.session(_address(profile)) as session:
            yield Tab(session)
    finally:
        stop(process)


def _address(profile: Path) -> str:
    note = profile / "WebDriverBiDiServer.json"
    eventually(lambda: note.exists() and note.read_text(), within=30, what="Firefox's start")
    said = json.loads(note.read_text())
    return f"ws://{said['ws_host']}:{said['ws_port']}/session"
