"""Waiting for another process, bounded."""

import threading
import time
from collections.abc import Callable

SECONDS = 20


def until(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds; a condition that never holds fails the test."""
    pause = threading.Event()
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        pause.wait(0.02)
