"""One request's curl handle, used again and again, with what belongs to it beside it."""

from collections.abc import Sequence
from typing import Any

import pycurl

from backend.push.channels.webpush.guard import Guard
from backend.push.settings import Reach


class Request:
    """`answer_headers` and `guard` are of the answer under way; `ticket` is whatever the sender asked to get back.

    Beside the handle and not on it: pycurl looks among its own attributes first and makes an error of not finding ours,
    before it looks where they are: 0.3 µs for each look, and a message needed five.
    """

    __slots__ = ("_headers", "_setopt", "answer_headers", "curl", "getinfo", "guard", "ticket")

    def __init__(self, reach: Reach) -> None:
        self.curl = pycurl.Curl()
        self.guard = Guard(reach)
        self.answer_headers: list[bytes] = []
        self.ticket: Any = None
        self.getinfo = self.curl.getinfo
        self._setopt = self.curl.setopt
        self._headers: Sequence[str] | None = None

    def prepare(self, url: str, headers: Sequence[str], body: bytes, ticket: object) -> None:
        self.ticket = ticket
        self.answer_headers.clear()
        self.guard.refused = False
        self._setopt(pycurl.URL, url)
        if self._headers is not headers:
            # The very same for a second of an order: curl copies them each time it is told.
            self._setopt(pycurl.HTTPHEADER, headers)
            self._headers = headers
        self._setopt(pycurl.POSTFIELDS, body)
