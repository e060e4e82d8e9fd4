"""The supervisor: lines behind names, a restart after a fall, nobody left behind."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.tools.waiting import until
from tools.say import Stop
from tools.supervisor import Service, Supervisor

#: A process with a child of its own that ignores a polite end.
STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    time.sleep(600)
print("here I am", flush=True)
open(sys.argv[1], "a").write("started\\n")
time.sleep(600)
"""
POLITE = "import sys, time\nopen(sys.argv[1], 'a').write('started\\n')\ntime.sleep(600)"


def service(name: str, program: str, *arguments: Path) -> Service:
    return Service(name, [sys.executable, "-c", program, *arguments])


def starts(file: Path) -> int:
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_a_process_that_falls_while_starting_ends_the_start() -> None:
    supervisor = Supervisor([service("web", "print('no such table'); raise SystemExit(3)")])
    supervisor.start()
    with pytest.raises(Stop, match=r"web ended while starting \(exit code 3\)"):
        supervisor.watch(until=lambda: False)
    supervisor.stop()


def test_a_process_that_falls_later_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.supervisor.RESTART_SECONDS", 0.05)
    sender = service("sender.1", POLITE, tmp_path / "starts")
    supervisor = Supervisor([sender])
    supervisor.start()
    supervisor.watch(until=lambda: starts(tmp_path / "starts") == 1)
    supervisor.settle()
    assert sender.process
    os.kill(sender.process.pid, signal.SIGKILL)
    supervisor.watch(until=lambda: starts(tmp_path / "starts") == 2)
    supervisor.stop()


def test_lines_come_whole_and_behind_their_name(capfd: pytest.CaptureFixture[str]) -> None:
    program = "import sys, time\nfor part in ('half ', 'a line\\n', 'last'):\n    print(part, end='', flush=True)"
    supervisor = Supervisor([service("worker", program)])
    supervisor.start()
    with pytest.raises(Stop):
        supervisor.watch(until=lambda: False)
    supervisor.stop()
    assert capfd.readouterr().out.splitlines() == ["worker │ half a line", "worker │ last"]


def test_no_process_and_no_child_of_one_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.supervisor.PATIENCE_SECONDS", 0.2)
    web = service("web", STUBBORN, tmp_path / "starts")
    supervisor = Supervisor([web])
    supervisor.start()
    supervisor.watch(until=lambda: starts(tmp_path / "starts") == 1)
    assert web.process
    group = web.process.pid
    supervisor.stop()
    until(lambda: not group_has_members(group))


def group_has_members(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
