"""Runs the processes of the cockpit: their lines on the screen, a restart after a fall, an orderly end."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import paths, tied
from tools.output import Output
from tools.say import Stop

RESTART_SECONDS = 2.0
#: A web process lets running requests end within its own 3 s; then patience ends.
PATIENCE_SECONDS = 8.0


@dataclass(slots=True)
class Service:
    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str] = field(default_factory=dict)
    #: Not needed to be ready: started after the others are, so that they have the cores to themselves.
    can_wait: bool = False
    process: subprocess.Popen[bytes] | None = None
    #: When to start again, in monotonic seconds, after it fell.
    again_at: float | None = None


class Supervisor:
    """One thread: children are tied to the thread that starts them, and forks need no other around."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._services = services
        self._output = Output(width=max(len(service.name) for service in services))
        self._is_settled = False

    def start(self) -> None:
        for service in self._services:
            if not service.can_wait:
                self._spawn(service)

    def settle(self) -> None:
        """Start the rest; from now on a fallen process is started again, before its fall ended the start."""
        self._is_settled = True
        for service in self._services:
            if service.can_wait:
                self._spawn(service)

    def watch(self, until: Callable[[], bool]) -> None:
        """Show lines and mend falls until the condition holds; a signal ends it by its exception."""
        while not until():
            self._output.show(timeout=0.2)
            self._mend()

    def hang_up(self, name: str) -> None:
        """Let a service read its files anew; gunicorn replaces its workers one by one."""
        for service in self._services:
            if service.name == name and service.process and service.process.poll() is None:
                service.process.send_signal(signal.SIGHUP)

    def stop(self) -> None:
        alive = [service.process for service in self._services if service.process]
        for process in alive:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(process.poll() is None for process in alive) and time.monotonic() < deadline:
            self._output.show(timeout=0.05)
        for process in alive:
            _end_group(process)
        self._output.close()

    def _spawn(self, service: Service) -> None:
        process = subprocess.Popen(
            service.command,
            cwd=paths.ROOT,
            env={**os.environ, **service.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            # A group of its own: the terminal's Ctrl-C reaches only us, and we stop all in order.
            process_group=0,
            preexec_fn=tied.to_parent(signal.SIGTERM),  # noqa: PLW1509 - one thread only, see above
        )
        assert process.stdout
        self._output.add(service.name, process.stdout)
        service.process, service.again_at = process, None

    def _mend(self) -> None:
        for service in self._services:
            if service.again_at is not None:
                if time.monotonic() >= service.again_at:
                    self._spawn(service)
            elif service.process and service.process.poll() is not None:
                self._fell(service, service.process.returncode)

    def _fell(self, service: Service, code: int) -> None:
        if not self._is_settled:
            self._output.show(timeout=0.2)
            raise Stop(f"{service.name} ended while starting (exit code {code}); its lines are above.")
        self._output.line(service.name, f"ended with exit code {code}; starting it again")
        service.again_at = time.monotonic() + RESTART_SECONDS


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the process and of its own children."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
