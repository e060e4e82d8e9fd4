"""Starting and stopping the processes of a test run, each by its own id."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import psutil

PATIENCE_S = 5


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the process and its children to end; kill those that do not."""
    try:
        parent = psutil.Process(process.pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        process.wait()
        return
    for member in family:
        _quietly(member.terminate)
    _, alive = psutil.wait_procs(family, timeout=PATIENCE_S)
    for member in alive:
        _quietly(member.kill)
    process.wait(PATIENCE_S)


def _quietly(act: Callable[[], None]) -> None:
    try:
        act()
    except psutil.NoSuchProcess:
        return
