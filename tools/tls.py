"""`make run HTTPS=1`: this machine's certificate in var/tls, by whose authority, and how to look at it from here."""

import hashlib
import json
import os
import ssl
import subprocess
from dataclasses import dataclass

from tools import address, paths
from tools.say import Stop, say

FOLDER = paths.VAR / "tls"
AUTHORITY = FOLDER / "authority.pem"
CERTIFICATE = FOLDER / "server.pem"
KEY = FOLDER / "server.key"
#: What the certificate is for, one name a line: the page for phones asks at each visit.
NAMES = FOLDER / "names"


@dataclass(frozen=True, slots=True)
class Kept:
    """As `tools.trust.keep` tells it."""

    new_authority: bool
    new_server: bool
    names: list[str]
    left_out: list[str]


def is_wanted() -> bool:
    return os.environ.get("HTTPS", "").strip().lower() in {"1", "true", "yes", "on"}


def keep() -> Kept:
    """Make or renew what is needed; .venv's Python does it, because the system's has no cryptography."""
    command: paths.Words = [paths.PYTHON, "-m", "tools.trust.keep", FOLDER]
    done = subprocess.run(command, check=False, cwd=paths.ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"No certificate could be made in {FOLDER}:\n{done.stderr.strip()}")
    kept = Kept(**json.loads(done.stdout))
    NAMES.write_text("\n".join(kept.names))
    if kept.new_authority:
        say(f"✓ new certificate authority in {FOLDER}: each phone has to be told once to trust it")
    elif kept.new_server:
        say("✓ certificate renewed for the names and addresses that this machine has now")
    if kept.left_out:
        say(f"! not in the certificate, as its authority was made for other names: {' '.join(kept.left_out)}")
        say("  `make reset ALL=1` makes a new authority, which each phone has to be told to trust.")
    return kept


def app(name: str) -> str:
    """The cockpit's address under one of the machine's names."""
    return f"https://{f'[{name}]' if ':' in name else name}:{address.port()}"


def names() -> list[str]:
    return NAMES.read_text().splitlines()


def der() -> bytes:
    """The authority's certificate as phones install it."""
    return ssl.PEM_cert_to_DER_cert(AUTHORITY.read_text())


def fingerprint() -> str:
    """What phones show of it, in pairs: AB:CD:…"""
    return hashlib.sha256(der()).digest().hex(":").upper()


def trusting() -> ssl.SSLContext:
    """For asking our own web process."""
    return ssl.create_default_context(cafile=str(AUTHORITY))
