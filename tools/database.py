"""The database of `make run`: the embedded server, or the one that DATABASE_URL names."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import paths, postgres, stamps
from tools.say import Stop, step

LOWEST = 15
DATA = paths.VAR / "postgres"
#: Inside the data folder, so that they are gone when it is.
MIGRATED = DATA / "palm-migrated"
DEMO = DATA / "palm-demo"
#: ahead of UTC
BEIJING_S = 8 * 3_600
ASK_VERSION = """
import os, sys, psycopg
url = os.environ["DATABASE_URL"].replace("postgresql+psycopg://", "postgresql://")
try:
    with psycopg.connect(url, connect_timeout=10) as connection:
        print(connection.info.server_version)
except psycopg.Error as error:
    sys.exit(str(error))
"""


@contextmanager
def running() -> Iterator[None]:
    """A server with the newest tables; DATABASE_URL is set for our children meanwhile."""
    if os.environ.get("DATABASE_URL"):
        _ensure_supported()
        _migrate()
        _load_demo()
        yield
        return
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    server = postgres.start(DATA, log=paths.LOGS / "postgres.log")
    try:
        os.environ["DATABASE_URL"] = server.url
        _keep(server.url)
        _once(MIGRATED, paths.ROOT / "migrations", _migrate)
        # What the demo world says of today has to be said anew on the next day.
        _once(DEMO, paths.ROOT / "backend" / "demo", _load_demo, _today())
        yield
    finally:
        paths.DATABASE_URL.unlink(missing_ok=True)
        postgres.stop(server)


def refusal(server_version: int) -> str | None:
    """Why a server of this version (such as 150020) will not do, or None."""
    major = server_version // 10_000
    if major >= LOWEST:
        return None
    return f"DATABASE_URL names a PostgreSQL {major}; the cockpit needs {LOWEST} or newer."


def _ensure_supported() -> None:
    command: paths.Words = [paths.PYTHON, "-c", ASK_VERSION]
    asked = subprocess.run(command, check=False, capture_output=True, text=True)
    if asked.returncode:
        raise Stop(f"The database that DATABASE_URL names cannot be reached:\n{asked.stderr.strip()}")
    refused = refusal(int(asked.stdout))
    if refused:
        raise Stop(refused)


def _keep(url: str) -> None:
    paths.DATABASE_URL.touch(mode=0o600)
    paths.DATABASE_URL.write_text(url)


def _migrate() -> None:
    step("database tables", [paths.BIN / "flask", "--app", "wsgi", "db", "upgrade"])


def _load_demo() -> None:
    """Load the demo world; the command itself leaves a world that is there alone."""
    step("demo world", [paths.BIN / "flask", "--app", "wsgi", "demo", "load"])


def _today() -> str:
    """In Beijing, as the cockpit counts days."""
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + BEIJING_S))


def _once(stamp: Path, inputs: Path, action: Callable[[], None], *extra: str) -> None:
    """Skip what this data folder has seen: asking flask takes longer than the rest of a start."""
    value = stamps.digest(stamps.files_under(inputs, without=frozenset({"__pycache__"})), *extra)
    if not stamps.is_fresh(stamp, value):
        action()
        stamps.write(stamp, value)
