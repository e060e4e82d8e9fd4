"""On what was measured, and with which versions: a figure says little without them."""

import os
import platform
import re
import subprocess
from pathlib import Path

import psutil
from cryptography.hazmat.backends.openssl.backend import backend
from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, generate_private_key

from backend.core import clock
from bench.processor import per_s
from tools import cluster, paths
from tools.owner import owner_of


def told() -> str:
    """One sentence of both."""
    memory_gb = psutil.virtual_memory().total / 2**30
    ours, theirs = generate_private_key(SECP256R1()), generate_private_key(SECP256R1()).public_key()
    # The speed of a shared machine moves from hour to hour.
    multiplied = per_s(lambda: ours.exchange(ECDH(), theirs))
    return (
        f"Measured on {clock.now():%Y-%m-%d}: {_processor()}, {os.cpu_count()} cores, {memory_gb:.0f} GB, Linux"
        f" {_short(platform.release())}; Python {platform.python_version()}, PostgreSQL {_postgres()}, OpenSSL"
        f" {_short(backend.openssl_version_text())}. One core multiplies {multiplied:,.0f} times a second"
        " on P-256."
    )


def _processor() -> str:
    named = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return named[1] if named else platform.machine()


def _postgres() -> str:
    programs = cluster.programs(owner_of(paths.VAR))
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    return _short(said.stdout)


def _short(version: str) -> str:
    """The numbers of it."""
    found = re.search(r"\d+(\.\d+)+", version)
    return found[0] if found else version
