"""A certificate for loopback, signed by an authority that lives as long as one test run."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True, slots=True)
class Loopback:
    ca_file: Path
    server: ssl.SSLContext


def make(folder: Path) -> Loopback:
    authority = trustme.CA(organization_name="Test authority")
    ca_file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.set_alpn_protocols(["h2"])
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(server)
    return Loopback(ca_file, server)
