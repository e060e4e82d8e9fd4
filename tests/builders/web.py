"""A web process as it runs in the district: gunicorn with a gevent worker, over a test's database."""

import os
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from backend.core.db import db
from tests.conftest import SECRET
from tests.e2e.processes import stop
from tests.e2e.waiting import eventually
from tools import paths


@contextmanager
def serving(database_url: str, folder: Path) -> Iterator[int]:
    """Its port, once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PALM_")},
        "BIND": f"127.0.0.1:{port}",
        "DATABASE_URL": make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False),
        "PALM_JWT_SECRET": SECRET,
        "PALM_RECEIPT_SECRET": SECRET,
        "PALM_VAR": str(folder),
        "WEB_PROCESSES": "1",
    }
    command = (paths.BIN / "gunicorn", "--config", "deploy/gunicorn.py", "wsgi:app")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=paths.ROOT, env=environment, stdout=log, stderr=log)
    try:
        eventually(lambda: _answers(process, port, folder / "log"), within=60, what="the web process")
        yield port
    finally:
        stop(process)


def _answers(process: subprocess.Popen[bytes], port: int, log: Path) -> bool:
    assert process.poll() is None, log.read_text()[-2_000:]
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/time", timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def is_waited_for() -> bool:
    """Whether somebody waits for a lock, as a rule one that the test holds."""
    return bool(db.session.scalar(text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")))
