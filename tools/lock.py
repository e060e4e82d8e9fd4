"""Locks that die with their process, whatever kills it: one `make run` over one var/, one installer at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from tools import paths
from tools.say import Stop, say

FILE = paths.VAR / "running"
INSTALLING = paths.VAR / "installing"


@contextmanager
def held(*, address: str) -> Iterator[None]:
    """Hold var/; who finds it held is told the holder's address."""
    paths.VAR.mkdir(parents=True, exist_ok=True)
    with FILE.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(f"The cockpit is running already: {_holder()}. Stop it there with Ctrl-C.") from None
        file.truncate(0)
        file.write(f"{address} (process {os.getpid()})")
        file.flush()
        yield


@contextmanager
def installing() -> Iterator[None]:
    """Wait for another command that fills .venv or node_modules, then keep others waiting."""
    paths.VAR.mkdir(parents=True, exist_ok=True)
    with INSTALLING.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another make is installing or building; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _holder() -> str:
    return FILE.read_text().strip() or "it is just starting"
