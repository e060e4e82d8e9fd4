"""Puts the lines of several processes on one screen, each behind its process's name."""

import os
import selectors
import sys
import time
from typing import IO

COLOURS = {"web": 36, "sender": 33, "worker": 35}
WHITE = 37
CHUNK = 65536
LAST_WORDS_SECONDS = 1


class Output:
    def __init__(self, *, width: int) -> None:
        self._width = width
        self._selector = selectors.DefaultSelector()
        #: What came after the last line break, by file descriptor.
        self._begun: dict[int, bytes] = {}
        self._streams: dict[int, IO[bytes]] = {}

    def add(self, name: str, stream: IO[bytes]) -> None:
        self._streams[stream.fileno()] = stream
        self._selector.register(stream, selectors.EVENT_READ, name)

    def show(self, timeout: float) -> None:
        """Wait at most so long for output and print the whole lines of it."""
        if not self._selector.get_map():
            time.sleep(timeout)
        for key, _ in self._selector.select(timeout):
            chunk = os.read(key.fd, CHUNK)
            *lines, rest = (self._begun.pop(key.fd, b"") + chunk).split(b"\n")
            if chunk:
                self._begun[key.fd] = rest
            else:
                lines += [rest] if rest else []
                self._close(key)
            for line in lines:
                self.line(key.data, line.decode(errors="replace"))

    def close(self) -> None:
        """Print what the ended processes had still said, and let go of their pipes."""
        # A grandchild that left its group could hold a pipe open; it is not waited for.
        deadline = time.monotonic() + LAST_WORDS_SECONDS
        while self._streams and time.monotonic() < deadline:
            self.show(timeout=0.05)
        for key in list(self._selector.get_map().values()):
            self._close(key)
        self._selector.close()

    def line(self, name: str, text: str) -> None:
        label = f"{name:{self._width}} │"
        if sys.stdout.isatty():
            label = f"\x1b[{COLOURS.get(name.partition('.')[0], WHITE)}m{label}\x1b[0m"
        print(label, text, flush=True)

    def _close(self, key: selectors.SelectorKey) -> None:
        self._selector.unregister(key.fileobj)
        self._streams.pop(key.fd).close()
