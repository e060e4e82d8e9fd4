"""A front before the product that can hand out a newer service worker, as after a release."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

CHUNK = 16_384
#: of one connection only; a proxy does not pass them on
HOPS = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Front:
    """Passes everything on; from a release on, the worker's bytes are others."""

    def __init__(self, behind: str) -> None:
        self.behind = urlsplit(behind)
        self.release = 0
        #: writes to these addresses meet a server that restarts
        self.restarting: set[str] = set()
        #: how often a browser fetched the worker
        self.asked_for_worker = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"front": self}))
        self._server.daemon_threads = True
        self.origin = f"http://localhost:{self._server.server_port}"

    def serve(self) -> threading.Thread:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    front: Front

    def log_message(self, *_: object) -> None:
        """Nothing: the product keeps its own log."""

    def do_GET(self) -> None:
        self._pass_on()

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - names of the base class

    def _pass_on(self) -> None:
        if self.command != "GET" and self.path in self.front.restarting:
            self._refuse()
            return
        is_worker = self.path == "/sw.js"
        headers = {name: value for name, value in self.headers.items() if name.lower() not in {"connection", "host"}}
        headers["Host"] = self.front.behind.netloc
        if is_worker:
            # Whole and plain every time, or there would be nothing to add a line to.
            headers = {name: value for name, value in headers.items() if not name.lower().startswith("if-")}
            headers["Accept-Encoding"] = "identity"
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        line = http.client.HTTPConnection(self.front.behind.hostname or "", self.front.behind.port, timeout=60)
        try:
            line.request(self.command, self.path, body=body, headers=headers)
            self._answer(line.getresponse(), is_worker=is_worker)
        except (OSError, http.client.HTTPException):
            self.close_connection = True
        finally:
            line.close()

    def _refuse(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(503)
        for name, value in {"Retry-After": "60", "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def _answer(self, reply: http.client.HTTPResponse, *, is_worker: bool) -> None:
        self.send_response(reply.status)
        for name, value in reply.getheaders():
            if name.lower() not in HOPS:
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        while chunk := reply.read1(CHUNK):
            self.wfile.write(chunk)
            self.wfile.flush()
        if is_worker:
            self.front.asked_for_worker += 1
            self.wfile.write(f"\n// release {self.front.release}\n".encode())


@contextmanager
def before(origin: str) -> Iterator[Front]:
    front = Front(origin)
    front.serve()
    try:
        yield front
    finally:
        front.stop()
