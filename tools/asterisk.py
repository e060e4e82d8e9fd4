"""Asterisk for the tests: the machine's own, or Debian's newest, unpacked in var/ and installed nowhere."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import paths
from tools.say import Stop, step

FOLDER = paths.VAR / "asterisk"
#: Debian 12 and 13 were released without it.
SUITE = "sid"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_WHY = "The tests need a telephone exchange: please install asterisk 18 or newer"
#: Brought along by Debian's scripts only, which do not run here.
_NEEDLESS = ("gnupg", "gpg", "perl", "passwd", "pinentry", "dirmngr", "debconf", "gcc-", "libpam", "adduser")


@dataclass(frozen=True, slots=True)
class Asterisk:
    """How it is started, and where its modules and sounds lie."""

    command: Sequence[str]
    modules: str
    data: str


def ensure() -> Asterisk:
    """The machine's own, or the unpacked one, which is brought when it is missing."""
    if own := shutil.which("asterisk"):
        return _own(own)
    kept = FOLDER / "asterisk.json"
    if not kept.exists():
        _bring()
        kept.write_text(json.dumps({"suite": SUITE}))
    return _unpacked(FOLDER / "root")


def _own(program: str) -> Asterisk:
    found = sorted(Path("/usr/lib").glob("**/asterisk/modules"))
    if not found:
        raise Stop(f"{program} has no modules under /usr/lib.")
    return Asterisk([program], str(found[0]), "/usr/share/asterisk")


def _unpacked(root: Path) -> Asterisk:
    """Started by its own loader: its C library is newer than the machine's."""
    modules = next(root.glob("usr/lib/*/asterisk/modules"))
    libraries = modules.parents[1]
    loader = next(libraries.glob("ld-linux-*.so.*"))
    command = [str(loader), "--library-path", f"{libraries}:{modules.parent}", str(root / "usr/sbin/asterisk")]
    return Asterisk(command, str(modules), str(root / "usr/share/asterisk"))


def _bring() -> None:
    if shutil.which("apt-get") is None or not KEYRING.exists():
        raise Stop(f"{_WHY}.")
    for part in ("sources", "lists/partial", "cache/archives/partial"):
        (FOLDER / part).mkdir(parents=True, exist_ok=True)
    (FOLDER / "sources" / "debian.sources").write_text(
        f"Types: deb\nURIs: {_site()}\nSuites: {SUITE}\nComponents: main\nSigned-By: {KEYRING}\n"
    )
    # Of this machine it knows nothing: what it depends on comes along.
    (FOLDER / "status").touch()
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    step("asterisk: Debian's list", ["apt-get", *_apart(), "update"], env=env)
    wanted = ["install", "--download-only", "--no-install-recommends", "--yes", "asterisk"]
    step("asterisk: packages", ["apt-get", *_apart(), *wanted], env=env)
    for package in sorted((FOLDER / "cache" / "archives").glob("*.deb")):
        if not package.name.startswith(_NEEDLESS):
            subprocess.run(["dpkg-deb", "-x", package, FOLDER / "root"], check=True)
    for part in ("lists", "cache"):
        shutil.rmtree(FOLDER / part)


def _site() -> str:
    """Where this machine gets its Debian packages."""
    asked = ["apt-get", "indextargets", "--format", "$(ORIGIN)|$(COMPONENT)|$(REPO_URI)", "Created-By: Packages"]
    said = subprocess.run(asked, check=False, capture_output=True, text=True).stdout.splitlines()
    sites = [line.split("|")[2] for line in said if line.startswith("Debian|main|") and "security" not in line]
    if not sites:
        raise Stop(f"{_WHY}; this machine's package lists name no Debian (apt-get update).")
    return sites[0]


def _apart() -> list[str]:
    """A state of its own, beside the machine's."""
    places = {
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": FOLDER / "sources",
        "Dir::State::Lists": FOLDER / "lists",
        "Dir::State::status": FOLDER / "status",
        "Dir::Cache": FOLDER / "cache",
        "APT::Sandbox::User": "",
        "Debug::NoLocking": "1",
    }
    return [word for name, place in places.items() for word in ("-o", f"{name}={place}")]
