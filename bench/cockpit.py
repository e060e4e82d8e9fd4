"""The real product for a benchmark: its own PostgreSQL, gunicorn, one sender per core; gone afterwards."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import flask_migrate
from flask import Flask
from sqlalchemy.engine import make_url

from backend.app import create_app
from tools import paths, postgres

READY_S = 120
#: What a sender opens here; the ladder's other steps are nobody's to take.
CHANNELS = ("webpush", "live")


@dataclass(slots=True)
class Place:
    """A folder and a database for one run."""

    folder: Path
    app: Flask
    env: dict[str, str]
    server: postgres.Server


@contextmanager
def place(ca_file: str, *, listen: str = "127.0.0.1") -> Iterator[Place]:
    """The migrated database and the application over it, before any process runs."""
    folder = Path(tempfile.mkdtemp(prefix="palm-bench-"))
    server = postgres.start(folder / "data", log=folder / "postgres.log", listen=listen)
    try:
        yield _place(folder, server, ca_file)
    finally:
        postgres.stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _place(folder: Path, server: postgres.Server, ca_file: str) -> Place:
    receipt, jwt = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
    app = create_app(
        VAR=folder / "var",
        SQLALCHEMY_DATABASE_URI=make_url(server.url)
        .set(drivername="postgresql+psycopg")
        .render_as_string(hide_password=False),
        RECEIPT_SECRET=receipt,
        JWT_SECRET_KEY=jwt,
    )
    with app.app_context():
        flask_migrate.upgrade()
    env = {
        **os.environ,
        "DATABASE_URL": server.url,
        "PALM_VAR": str(folder / "var"),
        "PALM_RECEIPT_SECRET": receipt,
        "PALM_JWT_SECRET": jwt,
        "PALM_CHANNELS": " ".join(CHANNELS),
        "PALM_PUSH_HOSTS": "localhost:*",
        "PALM_PUSH_CA_FILE": ca_file,
        "PALM_PUSH_ALLOW_PRIVATE": "1",
        "PALM_DEMO": "",
    }
    return Place(folder, app, env, server)


class Processes:
    """Web and senders, from `with` to its end."""

    def __init__(self, where: Place, *, senders: int | None = None) -> None:
        """As many senders as there are cores, unless told otherwise."""
        self._senders = senders or os.cpu_count() or 1
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        self._where = where
        self._running: list[subprocess.Popen[bytes]] = []
        self._log: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self._log = (self._where.folder / "processes.log").open("ab")
        env = {**self._where.env, "BIND": f"127.0.0.1:{self.port}"}
        web: tuple[str | Path, ...] = (paths.BIN / "gunicorn", "--config", "deploy/gunicorn.py", "wsgi:app")
        flask = (paths.BIN / "flask", "--app", "wsgi")
        for command in (web, *[(*flask, "sender")] * self._senders, (*flask, "worker")):
            self._running.append(subprocess.Popen(command, cwd=paths.ROOT, env=env, stdout=self._log, stderr=self._log))
        wait_until(self._is_ready, READY_S, "the cockpit did not become ready")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> None:
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._log:
            self._log.close()
        if error is not None:
            print((self._where.folder / "processes.log").read_text()[-4000:])

    def _is_ready(self) -> bool:
        if fallen := [process.args for process in self._running if process.poll() is not None]:
            raise SystemExit(f"ended while starting: {fallen}")
        return is_ready(self.port)


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def wait_until(done: Callable[[], bool], seconds: float, otherwise: str) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise SystemExit(otherwise)
        time.sleep(0.1)
