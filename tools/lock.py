"""One `make run` at a time over one var/: the lock dies with its process, whatever kills it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from tools import paths
from tools.say import Stop

FILE = paths.VAR / "running"


@contextmanager
def held(*, address: str) -> Iterator[None]:
    """Hold the lock; who finds it taken is told the holder's address."""
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


def _holder() -> str:
    return FILE.read_text().strip() or "it is just starting"
