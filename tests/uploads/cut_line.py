"""A line between a client and a server that breaks again and again, each time after so many bytes."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 1024
#: Closing sends a reset at once: what is still in the buffers is lost, as on a phone in a lift.
RESET = struct.pack("ii", 1, 0)


class CutLine:
    """Every connection carries `most` bytes of requests with a body, and breaks."""

    def __init__(self, to: int, most: int) -> None:
        self.breaks = 0
        self._to, self._most = to, most
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._let_in, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                threading.Thread(target=self._carry, args=(near, far), daemon=True).start()
                threading.Thread(target=self._back, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        left = self._most
        with suppress(OSError):
            while piece := near.recv(min(PIECE, left)):
                far.sendall(piece)
                left -= len(piece)
                if left == 0:
                    self.breaks += 1
                    break
        # The server sees the end of what came; the client sees its line torn.
        with suppress(OSError):
            far.shutdown(socket.SHUT_WR)
            if left == 0:
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                near.close()

    def _back(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while piece := far.recv(PIECE):
                near.sendall(piece)
        for end in (near, far):
            with suppress(OSError):
                end.close()


@contextmanager
def cut_line(to: int, *, most: int) -> Iterator[CutLine]:
    line = CutLine(to, most)
    try:
        yield line
    finally:
        line.close()
