"""Keeps the authority and this machine's certificate in a folder: `.venv/bin/python -m tools.trust.keep var/tls`.

It needs packages of .venv, as names.py and certificates.py do; the rest of tools/ runs before there are any.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tools.trust import certificates
from tools.trust.certificates import Pair
from tools.trust.names import Names, of_this_machine


@dataclass(frozen=True, slots=True)
class Kept:
    """What was found or made, as `tools.tls` reads it."""

    new_authority: bool
    new_server: bool
    names: list[str]
    #: What the machine is called by now and its authority may not sign.
    left_out: list[str]


def main(arguments: list[str]) -> int:
    now = datetime.fromtimestamp(time.time(), UTC)
    kept = keep(Path(arguments[0]), here=of_this_machine(), called=socket.gethostname(), now=now)
    sys.stdout.write(json.dumps({slot: getattr(kept, slot) for slot in Kept.__slots__}))
    return 0


def keep(folder: Path, *, here: Names, called: str, now: datetime) -> Kept:
    """Make what is missing, what is not whole, what ends soon, and what names other addresses than today's."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = _read(folder / "authority")
    new_authority = authority is None or not authority.lasts(now)
    if authority is None or new_authority:
        authority = certificates.authority(here, called=called, now=now)
        _write(folder / "authority", authority)
    names = certificates.permitted(authority, here)
    server = _read(folder / "server")
    new_server = server is None or not (server.lasts(now) and _is_for(server, authority, names))
    if new_server:
        _write(folder / "server", certificates.server(authority, names, now=now))
    left_out = Names(here.hosts - names.hosts, here.addresses - names.addresses)
    return Kept(new_authority, new_server, names.texts(), left_out.texts())


def _is_for(server: Pair, authority: Pair, names: Names) -> bool:
    try:
        server.certificate.verify_directly_issued_by(authority.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return certificates.names_of(server.certificate) == names


def _read(stem: Path) -> Pair | None:
    """The pair, or None when a file is missing, is none, or belongs to another pair: a start that was cut off."""
    try:
        certificate = x509.load_pem_x509_certificate(stem.with_suffix(".pem").read_bytes())
        key = load_pem_private_key(stem.with_suffix(".key").read_bytes(), password=None)
    except (OSError, ValueError):
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return None
    pair = Pair(certificate, key)
    return pair if pair.fits() else None


def _write(stem: Path, pair: Pair) -> None:
    key = pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _replace(stem.with_suffix(".key"), key)
    _replace(stem.with_suffix(".pem"), pair.certificate.public_bytes(Encoding.PEM))


def _replace(file: Path, content: bytes) -> None:
    """In one step, and from the first moment for its owner only."""
    handle, draft = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as output:
            output.write(content)
        Path(draft).replace(file)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(draft).unlink()
        raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
