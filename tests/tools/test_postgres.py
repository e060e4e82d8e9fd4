"""The embedded server: it keeps its data, wants its password, and ends with the command that started it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.tools.waiting import until
from tools import paths, postgres

CHILD = """
import sys, time
from pathlib import Path
from tools import postgres
server = postgres.start(Path(sys.argv[1]) / "data", log=Path(sys.argv[1]) / "log", durable=False)
print("pid", server.process.pid, flush=True)
time.sleep(600)
"""

AT_WORK = "SELECT state FROM pg_stat_activity WHERE pid = %s"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("postgres")


@pytest.fixture
def server(home: Path) -> Iterator[postgres.Server]:
    running = postgres.start(home / "data", log=home / "log", durable=False)
    yield running
    postgres.stop(running)


def test_what_was_written_is_there_after_a_stop(home: Path) -> None:
    first = postgres.start(home / "data", log=home / "log", durable=False)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 57 AS seconds")
    postgres.stop(first)
    second = postgres.start(home / "data", log=home / "log", durable=False)
    with psycopg.connect(second.url) as connection:
        assert connection.execute("SELECT seconds FROM kept").fetchone() == (57,)
    postgres.stop(second)
    assert second.process.returncode == 0


def test_it_is_new_compiles_nothing_and_sorts_by_bytes(server: postgres.Server) -> None:
    with psycopg.connect(server.url) as connection:
        assert connection.info.server_version // 10_000 == 18
        assert connection.execute("SHOW jit").fetchone() == ("off",)
        assert connection.execute("SELECT 'B' < 'a'").fetchone() == (True,)


def test_nobody_enters_without_the_password(server: postgres.Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url, password="guessed")


def test_it_ends_when_its_command_is_killed_and_the_next_one_starts(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CHILD, str(tmp_path)]
    child = subprocess.Popen(command, cwd=paths.ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    pid = next(int(line.split()[1]) for line in child.stdout if line.startswith("pid "))
    child.send_signal(signal.SIGKILL)
    child.communicate()
    again = postgres.start(tmp_path / "data", log=tmp_path / "log", durable=False)
    postgres.stop(again)
    until(lambda: not is_alive(pid))


def test_it_starts_again_while_the_work_of_one_that_was_killed_still_ends(tmp_path: Path) -> None:
    first = postgres.start(tmp_path / "data", log=tmp_path / "log", durable=False)
    with closing(psycopg.connect(first.url)) as busy, closing(psycopg.connect(first.url)) as looking:
        busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 5000000)")
        until(lambda: looking.execute(AT_WORK, [busy.info.backend_pid]).fetchone() == ("active",))
        first.process.kill()
        first.process.wait()
        again = postgres.start(tmp_path / "data", log=tmp_path / "log", durable=False)
        postgres.stop(again)
    assert "is still in use" in (tmp_path / "log").read_text()
    assert again.process.returncode == 0


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # An orphan that has ended may still wait for the system to take note of it.
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text() if Path("/proc").exists() else True
