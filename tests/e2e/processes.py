"""Starting and stopping the processes of a test run, each by its own id."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import psutil

PATIENCE_S = 5


def stop(*processes: subprocess.Popen[bytes]) -> None:
    """Ask the processes and their children to end; kill those that do not."""
    family = [member for process in processes for member in _family(process)]
    for member in family:
        _quietly(member.terminate)
    _, alive = psutil.wait_procs(family, timeout=PATIENCE_S)
    for member in alive:
        _quietly(member.kill)
    for process in processes:
        process.wait(PATIENCE_S)


def _family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        parent = psutil.Process(process.pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _quietly(act: Callable[[], None]) -> None:
    try:
        act()
    except psutil.NoSuchProcess:
        return
