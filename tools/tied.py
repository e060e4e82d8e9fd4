"""Ties a child's life to ours: killed with -9, we leave no process behind (Linux; elsewhere nothing)."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def to_parent(death_signal: int) -> Callable[[], None] | None:
    """For Popen's preexec_fn; call it, and start the child, while only one thread runs."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return tie
