"""Debian packages: what the tests need beside Python, installed where we may, named where we may not."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.say import Stop, say, step


@dataclass(frozen=True, slots=True)
class Need:
    """A thing of the system; it is there when any of its programs or files is."""

    package: str
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def is_met(self) -> bool:
        return any(map(shutil.which, self.programs)) or any(Path(file).exists() for file in self.files)


#: Elsewhere than on Debian the same programs count under the names they have there.
FOR_TESTS = (
    Need("chromium", programs=("chromium", "chromium-browser", "google-chrome")),
    Need("firefox-esr", programs=("firefox-esr", "firefox")),
    Need("dbus-daemon", programs=("dbus-run-session",)),
    Need("libnss3-tools", programs=("certutil",)),
    Need("espeak-ng", programs=("espeak-ng",)),
    Need("sip-tester", programs=("sipp",)),
    Need(
        "fonts-noto-cjk",
        files=(
            "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
            "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
            "/usr/share/fonts/google-noto-sans-cjk-fonts",
            "/System/Library/Fonts/PingFang.ttc",
        ),
    ),
)


def missing(needs: Sequence[Need]) -> list[str]:
    return [need.package for need in needs if not need.is_met()]


def install(packages: Sequence[str], *, why: str) -> None:
    """Install Debian packages, or stop with the line that the person can type."""
    if not packages:
        return
    prefix = _may_install()
    names = " ".join(packages)
    if prefix is None:
        raise Stop(f"{why}: please install {names} (on Debian: sudo apt-get install {names}).")
    say(f"{why}: installing {names}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    step("apt-get update", [*prefix, "apt-get", "update"], env=env)
    install_command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    step("apt-get install", [*prefix, *install_command], env=env)


def _may_install() -> list[str] | None:
    """The words before apt-get: none for root, sudo when it asks nothing, None when not allowed."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None
