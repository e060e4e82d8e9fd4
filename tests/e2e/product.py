"""The whole product as it runs in the district: gunicorn, a sender, a worker, over a database of its own."""

import json
import os
import secrets
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.processes import stop
from tests.e2e.waiting import eventually
from tools import paths

READY_WITHIN_S = 60
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
    folder: Path

    def flask(self, *words: str) -> str:
        """Run a command of the product; return what it printed."""
        done = subprocess.run(
            [*FLASK, *words], cwd=paths.ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"flask {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout


def prepare(folder: Path, *, database_url: str, push_ca_file: Path) -> Product:
    """Name the settings of one run; nothing runs yet."""
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
        "PALM_JWT_SECRET": secrets.token_urlsafe(48),
        "PALM_RECEIPT_SECRET": secrets.token_urlsafe(48),
        "WEB_PROCESSES": "1",
    }
    # Browsers give http://localhost the rights of a secure page; the bare address has them too, but not everywhere.
    return Product(f"http://localhost:{address.rpartition(':')[2]}", environment, folder)


@contextmanager
def running(product: Product) -> Iterator[Product]:
    with ExitStack() as started:
        for name, command in PROCESSES.items():
            log = started.enter_context((product.folder / f"{name}.log").open("ab"))
            process = subprocess.Popen(command, cwd=paths.ROOT, env=product.environment, stdout=log, stderr=log)
            started.callback(stop, process)
        eventually(lambda: _is_ready(product), within=READY_WITHIN_S, what=f"readiness (logs in {product.folder})")
        yield product


def health(origin: str) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"{origin}/api/health", timeout=5) as reply:  # noqa: S310 - our own http address
            return {"ready": reply.status == 200, **json.load(reply)}
    except urllib.error.HTTPError as refused:
        with refused:
            return {"ready": False, "said": refused.read().decode()}
    except OSError as trouble:
        return {"ready": False, "said": str(trouble)}


def _is_ready(product: Product) -> bool:
    return bool(health(product.origin)["ready"])


def _inherited() -> dict[str, str]:
    """What a process needs to start at all; no setting of the person who runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PALM_", "FLASK_"))}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
