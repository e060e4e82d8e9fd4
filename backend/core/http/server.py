"""gunicorn's worker, with a short way for what a whole district sends at once.

Once it went past Flask (`core.http.edge`), an answer by token cost a web process as much in gunicorn as in itself: a
parser in Python, and an environment and a response that are made for whatever may come. On a line that stays open,
what comes after its first request is looked at here; what is not plainly an answer, or is not taken by its way, is
gunicorn's as it came (ADR 26).

gunicorn loads this before anything is patched: nothing here may import Flask or the database.
"""

import functools
import time
from typing import Any

from gunicorn import SERVER
from gunicorn.http.errors import ParseException
from gunicorn.util import http_date
from gunicorn.workers.ggevent import GeventWorker

from backend.core.http import plain

#: As much as gunicorn reads at a time; what has not come whole with it is gunicorn's to wait for.
PIECE = 8192


class Worker(GeventWorker):
    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> None:
        super().handle_request(listener_name, req, sock, addr)
        while self.alive and (data := self._next(req, sock)):
            reply = self._short(data, req)
            if reply is None:
                req.unreader.unread(data)
                return
            sock.sendall(reply)

    def _next(self, req: Any, sock: Any) -> bytes:
        """What comes after a request; nothing where it is gunicorn that finds out what is wrong with its body."""
        data = b""
        with self.timeout_ctx():
            try:
                while req.body.read(PIECE):
                    pass
            except (ParseException, OSError):
                return b""
            data = bytes(req.unreader.take_buffered() or sock.recv(PIECE))
        if not data:
            # Silent for longer than a line is kept, or hung up.
            raise StopIteration
        return data

    def _short(self, data: bytes, req: Any) -> bytes | None:
        environ = plain.environment(data)
        if environ is None or not self._speaks_alike(environ, req):
            return None
        environ |= {"wsgi.url_scheme": req.scheme, plain.PAST_FLASK: True}
        said: list[tuple[str, list[tuple[str, str]]]] = []
        body = self.wsgi(environ, lambda status, headers: said.append((status, headers)))
        if not said:
            return None
        status, headers = said[0]
        ours = [("Server", SERVER), ("Date", _date(int(time.time()))), ("Connection", "keep-alive")]
        return plain.reply(status, ours + headers, body)

    def _speaks_alike(self, environ: dict[str, Any], req: Any) -> bool:
        """Whether it says of TLS what the request said that gunicorn read last on this line, and judged."""
        said = dict(req.headers)
        return all(environ.get(_key(name)) == said.get(name) for name in self.cfg.secure_scheme_headers)


def _key(name: str) -> str:
    return f"HTTP_{name.replace('-', '_')}"


@functools.lru_cache(1)
def _date(_second: int) -> str:
    date: str = http_date()
    return date
