"""A gateway over HTTP on loopback: keeps what it got, and refuses, delays or loses its answers as it is told."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

#: "ok": as it should be. "lose": done, and the answer gets lost. "drop": the line breaks before anything is done.
Word = str | int


class _Server(ThreadingHTTPServer):
    # More callers at once than the five that the library lets wait.
    request_queue_size = 128


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body or b"{}")

    @property
    def form(self) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}


Answer = tuple[int, Any]


class HttpDouble:
    """Subclasses say in `answer` what the gateway does. `words` are taken for the calls that `counts` names."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.words: deque[Word] = deque()
        self.delay_s = 0.0
        self.lock = threading.RLock()
        self._server = _Server(("127.0.0.1", 0), _handler(self._take))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def counts(self, _call: Call) -> bool:
        return True

    def answer(self, call: Call) -> Answer:
        raise NotImplementedError

    def refusal(self, word: Word) -> Answer:
        return int(word), {}

    def _take(self, call: Call) -> Answer | None:
        time.sleep(self.delay_s)
        with self.lock:
            self.calls.append(call)
            word = self.words.popleft() if self.words and self.counts(call) else "ok"
            if word == "drop":
                return None
            if word not in {"ok", "lose"}:
                return self.refusal(word)
            answer = self.answer(call)
            return None if word == "lose" else answer


def _handler(take: Callable[[Call], Answer | None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = take(Call(self.command, parts.path, query, headers, body))
            if answer is None:
                self.close_connection = True
                return
            raw = answer[1] if isinstance(answer[1], bytes) else json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_DELETE = _do  # noqa: N815 - the server looks for these names

        def log_message(self, *_: object) -> None: ...

    return Handler
