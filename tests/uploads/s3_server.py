"""A bucket that speaks S3 as far as photos need it, and lets nobody in whose signature (version 4) is wrong."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ACCESS_KEY, SECRET_KEY, REGION = "palm", "a-secret-of-the-bucket", "cn-north-1"
NO_SUCH_KEY = b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>"
DENIED = b"<?xml version='1.0'?><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>"


class Bucket(ThreadingHTTPServer):
    """`objects`: by path, with their media types."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.objects: dict[str, tuple[bytes, str]] = {}
        self.denied = 0


class Door(BaseHTTPRequestHandler):
    server: Bucket
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self._is_signed(data):
            self.server.objects[self.path] = (data, self.headers["Content-Type"])
            self._answer(200, b"", {"ETag": f'"{hashlib.md5(data).hexdigest()}"'})  # noqa: S324 - S3's own checksum

    def do_GET(self) -> None:
        if self._is_signed(b""):
            kept = self.server.objects.get(self.path)
            self._answer(200, kept[0], {}) if kept else self._answer(404, NO_SUCH_KEY, {})

    def do_HEAD(self) -> None:
        if self._is_signed(b""):
            self._answer(200 if self.path in self.server.objects else 404, b"", {"ETag": '"0"'})

    def do_DELETE(self) -> None:
        if self._is_signed(b""):
            self.server.objects.pop(self.path, None)
            self._answer(204, b"", {})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Content-Type": "application/xml", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _is_signed(self, data: bytes) -> bool:
        said = dict(part.strip().split("=", 1) for part in self.headers["Authorization"].partition(" ")[2].split(","))
        names = said["SignedHeaders"].split(";")
        payload = self.headers["x-amz-content-sha256"]
        headers = "".join(f"{name}:{' '.join(self.headers[name].split())}\n" for name in names)
        asked = "\n".join([self.command, self.path, "", headers, said["SignedHeaders"], payload])
        scope = said["Credential"].removeprefix(f"{ACCESS_KEY}/")
        signed = ["AWS4-HMAC-SHA256", self.headers["x-amz-date"], scope, hashlib.sha256(asked.encode()).hexdigest()]
        is_whole = payload == hashlib.sha256(data).hexdigest()
        is_ours = hmac.compare_digest(said["Signature"], _signature(scope, "\n".join(signed)))
        if not (is_whole and is_ours):
            self.server.denied += 1
            self._answer(403, DENIED, {})
        return is_whole and is_ours


def _signature(scope: str, text: str) -> str:
    key = f"AWS4{SECRET_KEY}".encode()
    day, *rest = scope.split("/")
    assert rest == [REGION, "s3", "aws4_request"]
    for part in (day, *rest):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


@contextmanager
def bucket() -> Iterator[Bucket]:
    server = Bucket()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
