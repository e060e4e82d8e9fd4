"""A request about which nothing is out of the ordinary, read by a parser in C, and its reply.

Whatever could be read in two ways is none: a parser in front of us might have read it in the other.
"""

import functools
import io
from collections.abc import Iterable
from typing import Any

import httptools

#: In an environment: go past Flask, or say nothing at all, and it comes again as a whole request.
PAST_FLASK = "palm.past_flask"
#: gunicorn takes as many by itself; who sends more is nobody that we know.
MOST_FIELDS = 100
#: What says that the body is still to come, or in a form of its own.
NEVER = frozenset({"HTTP_EXPECT", "HTTP_TRANSFER_ENCODING", "HTTP_UPGRADE", "HTTP_TRAILER"})
#: Anything else that is said of the line has to be understood.
STAYS = "keep-alive"
END = b"\r\n\r\n"


def environment(data: bytes) -> dict[str, Any] | None:
    """WSGI's environment of the one POST that `data` is: whole, with nothing behind it, on a line that stays open.

    What tells of the line (`REMOTE_ADDR`, `SERVER_NAME`, `wsgi.url_scheme`) is the caller's to add. None: read it
    otherwise.
    """
    if not data.startswith(b"POST "):
        return None
    read = _Read()
    parser = httptools.HttpRequestParser(read)
    try:
        parser.feed_data(data)
    except (httptools.HttpParserError, httptools.HttpParserUpgrade):
        return None
    body = b"".join(read.body)
    if read.messages != 1 or parser.get_http_version() != "1.1" or data.partition(END)[2] != body:
        return None
    fields = {_key(name): value.strip(b" \t").decode("latin-1") for name, value in read.fields}
    if len(fields) != len(read.fields) or len(fields) > MOST_FIELDS or "" in fields or fields.keys() & NEVER:
        return None
    if fields.get("HTTP_CONNECTION", STAYS).lower() != STAYS:
        return None
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": read.url.decode("latin-1"),
        "QUERY_STRING": "",
        "wsgi.input": io.BytesIO(body),
        **fields,
    }


def reply(status: str, headers: Iterable[tuple[str, str]], body: Iterable[bytes]) -> bytes:
    """The bytes of a reply whose `headers` say how long it is."""
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers])
    return b"".join([f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1"), *body])


@functools.lru_cache(1000)
def _key(name: bytes) -> str:
    """As WSGI names it; empty for a name that another may have in an environment (RFC 9110, section 17.10)."""
    if b"_" in name:
        return ""
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"


class _Read:
    """What the parser calls, in pieces as they lie in the data."""

    def __init__(self) -> None:
        self.url = b""
        self.fields: list[tuple[bytes, bytes]] = []
        self.body: list[bytes] = []
        self.messages = 0

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.fields.append((name, value))

    def on_body(self, piece: bytes) -> None:
        self.body.append(piece)

    def on_message_complete(self) -> None:
        self.messages += 1
