"""Waiting for something to become true, by asking again until a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")

PAUSE_S = 0.05


def eventually(probe: Callable[[], Seen], *, within: float = 30, what: str = "the condition") -> Seen:
    """Return the probe's first truthy answer; fail with its last one after `within` seconds."""
    deadline = time.monotonic() + within
    while True:
        answer = probe()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {within} s; last seen: {answer!r}")
        time.sleep(PAUSE_S)
