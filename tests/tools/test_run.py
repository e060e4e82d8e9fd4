"""What `make run` and `make reset` refuse, and in which words."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import address, database, debian, paths
from tools.say import Stop

HOLD = """
import sys
from tools import lock
with lock.held(address="http://localhost:8000"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("0.0.0.0", 0)) as other:
        yield other.getsockname()[1]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a var/ whose lock another process holds."""
    env = {**os.environ, "PALM_VAR": str(tmp_path)}
    command = [sys.executable, "-c", HOLD]
    holder = subprocess.Popen(command, cwd=paths.ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    yield env
    holder.communicate()


def tool(name: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"tools.{name}"]
    return subprocess.run(command, check=False, cwd=paths.ROOT, env=env, capture_output=True, text=True)


def test_a_second_run_says_where_the_first_one_is(running: dict[str, str]) -> None:
    second = tool("run", running)
    assert second.returncode == 1
    assert "running already: http://localhost:8000" in second.stdout


def test_reset_refuses_while_the_cockpit_runs(running: dict[str, str]) -> None:
    kept = Path(running["PALM_VAR"]) / "kept"
    kept.touch()
    refused = tool("reset", running)
    assert refused.returncode == 1
    assert "running already" in refused.stdout
    assert kept.exists()


def test_reset_clears_everything_that_was_kept(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "jwt").touch()
    (tmp_path / "database-url").touch()
    assert tool("reset", {**os.environ, "PALM_VAR": str(tmp_path)}).returncode == 0
    assert [file.name for file in tmp_path.iterdir()] == ["running"]


def test_reset_keeps_what_phones_were_told_to_trust_unless_all_is_meant(tmp_path: Path) -> None:
    env = {**os.environ, "PALM_VAR": str(tmp_path)}
    (tmp_path / "tls").mkdir()
    (tmp_path / "tls" / "authority.key").touch()
    kept = tool("reset", env)
    assert "make reset ALL=1" in kept.stdout
    assert (tmp_path / "tls" / "authority.key").exists()
    assert tool("reset", {**env, "ALL": "1"}).returncode == 0
    assert not (tmp_path / "tls").exists()


def test_a_taken_port_is_named_before_anything_is_built(taken_port: int, tmp_path: Path) -> None:
    refused = tool("run", {**os.environ, "PALM_VAR": str(tmp_path), "PORT": str(taken_port)})
    assert refused.returncode == 1
    assert f"Port {taken_port} is taken" in refused.stdout
    assert f"PORT={taken_port + 1}" in refused.stdout


def test_a_port_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(Stop, match="PORT=eighty is not a port number"):
        address.port()


def test_what_is_missing_and_may_not_be_installed_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = debian.missing(debian.FOR_TESTS[:3])
    assert missing == ["chromium", "firefox-esr", "dbus-daemon"]
    with pytest.raises(Stop, match="please install chromium firefox-esr dbus-daemon"):
        debian.install(missing, why="The tests need browsers")


def test_a_database_that_does_not_answer_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://palm@127.0.0.1:{free_port()}/none")
    with pytest.raises(Stop, match="DATABASE_URL names cannot be reached"), database.running():
        pass


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
