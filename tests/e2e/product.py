"""The whole product as it runs in the district: gunicorn, a sender, a worker, over a database of its own."""

import os
import secrets
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.processes import stop
from tests.e2e.waiting import eventually
from tools import paths

READY_WITHIN_S = 120
LOG_TAIL = 2_000
#: What seals the links of the paging robot, so that a test follows one as if it had got the text message.
PAGING_SECRET = secrets.token_urlsafe(48)
FLASK = (str(paths.BIN / "flask"), "--app", "wsgi")
PROCESSES = {
    "web": (str(paths.BIN / "gunicorn"), "--config", "deploy/gunicorn.py", "wsgi:app"),
    "sender": (*FLASK, "sender"),
    "worker": (*FLASK, "worker"),
}


@dataclass(frozen=True, slots=True)
class Product:
    origin: str
    environment: dict[str, str]


@contextmanager
def running(
    folder: Path, *, database_url: str, push_ca_file: Path, product: Product | None = None
) -> Iterator[Product]:
    product = product or prepared(folder, database_url, push_ca_file)
    processes = {name: _start(name, product, folder) for name in PROCESSES}

    def is_up() -> bool:
        for name, process in processes.items():
            assert process.poll() is None, f"{name} ended: {_log(folder, name).read_text()[-LOG_TAIL:]}"
        return _is_ready(product)

    try:
        eventually(is_up, within=READY_WITHIN_S, what=f"readiness (logs in {folder})")
        yield product
    finally:
        stop(*processes.values())


def _start(name: str, product: Product, folder: Path) -> subprocess.Popen[bytes]:
    with _log(folder, name).open("ab") as log:
        return subprocess.Popen(PROCESSES[name], cwd=paths.ROOT, env=product.environment, stdout=log, stderr=log)


def _log(folder: Path, name: str) -> Path:
    return folder / f"{name}.log"


def prepared(folder: Path, database_url: str, push_ca_file: Path) -> Product:
    assert (paths.ROOT / "pwa/dist/index.html").exists(), (
        "The client is not built: `make test` builds it into pwa/dist."
    )
    address = f"127.0.0.1:{_free_port()}"
    environment = {
        **_inherited(),
        "BIND": address,
        "DATABASE_URL": database_url,
        "PALM_CHANNELS": "webpush live",
        # The push service of these tests answers on loopback with a certificate of its own.
        "PALM_PUSH_ALLOW_PRIVATE": "1",
        "PALM_PUSH_CA_FILE": str(push_ca_file),
        "PALM_PUSH_HOSTS": "localhost:*",
        "PALM_VAR": str(folder),
        "PALM_PAGING_SECRET": PAGING_SECRET,
        "PALM_MAP_GROUND": str(paths.ROOT / "backend/demo/data/ground.pmtiles"),
        "PALM_MAP_ATTRIBUTION": "合成数据 CC0",
        "PALM_MAP_SCENE": str(paths.ROOT / "backend/demo/data/scene"),
        "PALM_PUBLIC_URL": "https://palm.example",
        "PALM_JWT_SECRET": secrets.token_urlsafe(48),
        "PALM_RECEIPT_SECRET": secrets.token_urlsafe(48),
        "WEB_PROCESSES": "1",
    }
    # Browsers give http://localhost the rights of a secure page; the bare address has them too, but not everywhere.
    return Product(f"http://localhost:{address.rpartition(':')[2]}", environment)


def _is_ready(product: Product) -> bool:
    try:
        with urllib.request.urlopen(f"{product.origin}/api/health", timeout=5) as reply:  # noqa: S310 - our own http address
            return bool(reply.status == 200)
    except OSError:
        return False


def _inherited() -> dict[str, str]:
    """What a process needs to start at all; no setting of the person who runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PALM_", "FLASK_"))}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
