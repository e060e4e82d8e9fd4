"""Starts and stops the embedded PostgreSQL: a data folder, 127.0.0.1, a password, our child."""

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tools import cluster, paths, tied
from tools.owner import Owner, owner_of, reachable
from tools.say import Stop

DATABASE = "palm"
START_SECONDS = 60
#: Before each attempt. Between choosing a free port and taking it another program may be quicker; and what a server
#: that was killed had under way holds its memory until it has ended.
PAUSES_S = (0.0, 0.2, 1.0, 3.0, 6.0)
#: PostgreSQL answers SIGINT by its "fast" shutdown: it rolls open transactions back and writes a checkpoint.
FAST = 2
SETTINGS = {
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "256MB",
    # An order to 100,000 sorts and writes ahead some 50 MB while the senders wait for its end.
    "work_mem": "32MB",
    "wal_buffers": "64MB",
    # Compiling took small queries of the job queue from 580 a second to 24.
    "jit": "off",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its process and the address of its one database."""

    process: subprocess.Popen[bytes]
    url: str


def start(data: Path, *, log: Path, durable: bool = True, port: int | None = None, listen: str = "127.0.0.1") -> Server:
    """Start a server over a data folder, which is made when missing; `durable=False` is for tests.

    A server that comes back takes its old `port`; by default any that is free.
    """
    owner = owner_of(data)
    programs = cluster.programs(owner)
    reachable(data.parent, owner)
    _stop_leftover(programs, data, owner)
    password = cluster.ensure(programs, data, owner)
    settings = SETTINGS | {"listen_addresses": listen}
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off"}
    for pause_s in PAUSES_S:
        time.sleep(pause_s)
        at = port or _free_port()
        process = _launch([programs / "postgres", "-D", data, "-p", str(at)], settings, log, owner)
        server = Server(process, f"postgresql://{cluster.USER}:{quote(password)}@127.0.0.1:{at}/{DATABASE}")
        try:
            if _becomes_ready(process, data):
                _make_database(programs, server.url)
                return server
        except BaseException:
            stop(server)
            raise
        stop(server)
    last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise Stop(f"The embedded PostgreSQL did not start:\n{last}\n\nIts log: {log}")


def stop(server: Server, *, patience: float = 30) -> None:
    if server.process.poll() is None:
        server.process.send_signal(FAST)
        try:
            server.process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()


def _stop_leftover(programs: Path, data: Path, owner: Owner) -> None:
    """A server that outlived its killed command still holds the folder; end it in order."""
    if (data / "postmaster.pid").exists():
        command: paths.Words = [programs / "pg_ctl", "stop", "-D", data, "-m", "fast", "-w"]
        # Fails when the file is stale, which is the common case and needs nothing.
        subprocess.run(command, check=False, capture_output=True, cwd="/", **owner.as_popen())


def _launch(program: paths.Words, settings: dict[str, str], log: Path, owner: Owner) -> subprocess.Popen[bytes]:
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with log.open("ab") as output:
        return subprocess.Popen(
            [*program, *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            process_group=0,
            preexec_fn=tied.to_parent(FAST),  # noqa: PLW1509 - no thread runs yet when this forks
            **owner.as_popen(),
        )


def _becomes_ready(process: subprocess.Popen[bytes], data: Path) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _status(data, process.pid) == "ready":
            return True
        time.sleep(0.02)
    return False


def _status(data: Path, pid: int) -> str | None:
    """The last line of postmaster.pid, once that file is the given server's."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    return lines[7].strip() if len(lines) > 7 and lines[0] == str(pid) else None


def _make_database(programs: Path, url: str) -> None:
    maintenance = url.removesuffix(DATABASE) + "postgres"
    command: paths.Words = [programs / "createdb", f"--maintenance-db={maintenance}", DATABASE]
    env = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=env)
    if done.returncode and "already exists" not in done.stderr:
        raise Stop(f"PostgreSQL could not make the database:\n{done.stderr}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
