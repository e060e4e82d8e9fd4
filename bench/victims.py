"""The product's processes, killed by -9 one at a time and started again, as a machine that fails does it."""

import contextlib
import os
import random
import signal
import socket
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import urlsplit

import psutil

from bench import cockpit
from tools import paths, postgres, tied

#: How often each is chosen: of a district's machines, senders and web processes are the many.
WEIGHTS = {"sender-1": 3, "sender-2": 3, "web": 2, "web-process": 3, "worker": 1, "postgres": 2}


class Victims:
    """Web, two senders, a worker and PostgreSQL; whoever waits calls `mend`, which starts what has fallen."""

    def __init__(self, where: cockpit.Place) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        self.killed: Counter[str] = Counter()
        self._where = where
        self._server = where.server
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._log: IO[bytes] = (where.folder / "processes.log").open("ab")

    def __enter__(self) -> Self:
        for name in self._commands():
            self._spawn(name)
        cockpit.wait_until(lambda: cockpit.is_ready(self.port), cockpit.READY_S, "the cockpit did not become ready")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> None:
        for process in self._running.values():
            _kill_group(process)
        postgres.stop(self._server)
        self._log.close()
        if error is not None:
            print((self._where.folder / "processes.log").read_text()[-4000:])

    def kill(self, chance: random.Random) -> str:
        """One of them, chosen by weight; returns which."""
        name = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if name == "postgres":
            _kill_group(self._server.process)
        elif name == "web-process":
            self._kill_child(self._running["web"], chance)
        else:
            _kill_group(self._running[name])
        self.killed[name] += 1
        return name

    def _kill_child(self, process: subprocess.Popen[bytes], chance: random.Random) -> None:
        with contextlib.suppress(psutil.NoSuchProcess, IndexError):
            chance.choice(psutil.Process(process.pid).children()).kill()

    def _commands(self) -> dict[str, Sequence[str | Path]]:
        flask = (paths.BIN / "flask", "--app", "wsgi")
        return {
            "web": (paths.BIN / "gunicorn", "--config", "deploy/gunicorn.py", "wsgi:app"),
            "sender-1": (*flask, "sender"),
            "sender-2": (*flask, "sender"),
            "worker": (*flask, "worker"),
        }

    def _spawn(self, name: str) -> None:
        env = {**self._where.env, "BIND": f"127.0.0.1:{self.port}", "WEB_PROCESSES": "2"}
        self._running[name] = subprocess.Popen(
            self._commands()[name],
            cwd=paths.ROOT,
            env=env,
            stdout=self._log,
            stderr=self._log,
            process_group=0,
            # Whoever stops the benchmark half-way leaves none of them behind.
            preexec_fn=tied.to_parent(signal.SIGKILL),  # noqa: PLW1509 - one thread only
        )

    def mend(self) -> None:
        """Start again what has fallen, the database first."""
        if self._server.process.poll() is not None:
            self._restart_postgres()
        for name, process in list(self._running.items()):
            if process.poll() is not None:
                # Killed while it served, gunicorn leaves processes that would hold its port.
                _kill_group(process)
                self._spawn(name)

    def _restart_postgres(self) -> None:
        port = urlsplit(self._server.url).port
        self._server = postgres.start(self._where.folder / "data", log=self._where.folder / "postgres.log", port=port)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
