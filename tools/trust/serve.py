"""Serves the page over plain http, since a phone that trusts nothing yet must be able to read it; nothing else.

`python -m tools.trust.serve PORT_OF_THE_PAGE`: PORT and HOST say where the cockpit itself is.
"""

import plistlib
import signal
import socket
import sys
import uuid
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from urllib.parse import parse_qs, urlsplit

from tools import address, paths, tls
from tools.trust import page

#: Of a caller that is silent nobody waits for more.
PATIENCE_SECONDS = 10
HERE = Path(__file__).parent
ICON = paths.PWA / "public" / "icons" / "icon.svg"
CERTIFICATE = "application/x-x509-ca-cert"
PROFILE = "application/x-apple-aspen-config"

Answer = tuple[str, bytes]


def main(arguments: list[str]) -> int:
    with ThreadingHTTPServer((address.host(), int(arguments[0])), Handler) as server:
        signal.signal(signal.SIGTERM, _end)
        try:
            server.serve_forever()
        except SystemExit:
            return 0
    return 0


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


class Handler(BaseHTTPRequestHandler):
    server_version = "PalmCockpit"
    sys_version = ""
    timeout = PATIENCE_SECONDS

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, *_: object) -> None:
        """Who reads the page is nobody's business; what breaks shows by itself."""

    def _answer(self, *, with_body: bool) -> None:
        route = ROUTES.get(urlsplit(self.path).path)
        if route is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        kind, body = route(self)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in self._headers(kind):
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _headers(self, kind: str) -> list[tuple[str, str]]:
        # https: for the picture by which the page tests; a policy could not name an IPv6 address.
        policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https:"
        named = [("Content-Disposition", 'attachment; filename="palm-cockpit.crt"')] if kind == CERTIFICATE else []
        return [
            *named,
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", f"{policy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
        ]

    def app(self) -> str:
        """The cockpit under the name by which this page was reached, if the certificate carries that name."""
        asked = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        name = asked if asked in tls.names() else address.in_the_network() or "localhost"
        return tls.app(name)

    def visit(self) -> page.Visit:
        asked = parse_qs(urlsplit(self.path).query).get("lang", [""])[0]
        return page.Visit(
            language=page.language_of(asked, self.headers.get("Accept-Language", "")),
            agent=self.headers.get("User-Agent", ""),
            app=self.app(),
            hostname=socket.gethostname(),
            fingerprint=tls.fingerprint(),
        )


def _page(handler: Handler) -> Answer:
    return "text/html; charset=utf-8", page.render(handler.visit()).encode()


def _certificate(_handler: Handler) -> Answer:
    return CERTIFICATE, tls.der()


def _profile(handler: Handler) -> Answer:
    """What iOS installs; its ids come from the certificate, so that a second download replaces the first."""
    der, words = tls.der(), page.words_of(handler.visit().language)
    inner, outer = (str(uuid.uuid5(uuid.NAMESPACE_OID, f"{part} {tls.fingerprint()}")).upper() for part in "io")
    name = f"Palm Cockpit {socket.gethostname()}"
    certificate = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"palm-cockpit.{inner}",
        "PayloadUUID": inner,
        "PayloadDisplayName": name,
        "PayloadCertificateFileName": "palm-cockpit.crt",
        "PayloadContent": der,
    }
    profile = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"palm-cockpit.{outer}",
        "PayloadUUID": outer,
        "PayloadDisplayName": name,
        "PayloadDescription": words["before"]["points"][1],
        "PayloadContent": [certificate],
    }
    return PROFILE, plistlib.dumps(profile)


def _file(file: Path, kind: str) -> Callable[[Handler], Answer]:
    return lambda _handler: (kind, file.read_bytes())


ROUTES: dict[str, Callable[[Handler], Answer]] = {
    "/": _page,
    "/palm-cockpit.crt": _certificate,
    "/palm-cockpit.mobileconfig": _profile,
    "/page.css": _file(HERE / "page.css", "text/css; charset=utf-8"),
    "/page.js": _file(HERE / "page.js", "text/javascript; charset=utf-8"),
    "/icon.svg": _file(ICON, "image/svg+xml"),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
