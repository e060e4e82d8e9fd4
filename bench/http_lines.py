"""Just enough of HTTP/2 and HTTP/1.1 for a push service that is quicker than the sender it measures."""

import asyncio
import struct
from collections.abc import Callable

from hpack import Decoder

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 4, 6, 7, 8
END_STREAM, ACK, END_HEADERS, PADDED, PRIORITY = 1, 1, 4, 8, 32
#: SETTINGS_MAX_CONCURRENT_STREAMS = 128
OUR_SETTINGS = struct.pack("!HL", 3, 128)
#: The whole connection may send 2 GB; a message's own window is larger than any message.
ALL_YOU_HAVE = struct.pack("!L", 2**31 - 1 - 65_535)
#: `:status: 201`, a literal with the static table's name
CREATED = b"\x08\x03201"
CREATED_HTTP1 = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"

Take = Callable[[str, bytes], None]


#: length and kind, flags, stream: RFC 9113 §4.1
_HEAD = struct.Struct("!LBL")
_IS_CREATED = struct.Struct(f"!LBL{len(CREATED)}s")


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return _HEAD.pack(len(payload) << 8 | kind, flags, stream) + payload


def created(stream: int) -> bytes:
    return _IS_CREATED.pack(len(CREATED) << 8 | HEADERS, END_HEADERS | END_STREAM, stream, CREATED)


class Line(asyncio.Protocol):
    """One connection of either version; `take` gets path and body of every POST, and each is answered 201."""

    def __init__(self, take: Take) -> None:
        self._take = take
        #: what came of a frame, or of a request, that is not whole yet
        self._buffer = b""
        self._decoder = Decoder()
        self._open: dict[int, tuple[str, bytearray]] = {}
        self._is_http2 = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._is_http2 = transport.get_extra_info("ssl_object").selected_alpn_protocol() == "h2"
        if self._is_http2:
            transport.write(frame(SETTINGS, 0, 0, OUR_SETTINGS) + frame(WINDOW_UPDATE, 0, 0, ALL_YOU_HAVE))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        replies = self._frames() if self._is_http2 else self._requests()
        if replies:
            self._transport.write(replies)

    def _frames(self) -> bytes:
        buffer, replies = self._buffer, []
        at = len(PREFACE) if buffer.startswith(PREFACE) else 0
        while at + _HEAD.size <= len(buffer):
            size, flags, stream = _HEAD.unpack_from(buffer, at)
            start = at + _HEAD.size
            end = start + (size >> 8)
            if end > len(buffer):
                break
            if reply := self._frame(size & 0xFF, flags, stream, start, end):
                replies.append(reply)
            at = end
        self._buffer = buffer[at:]
        return b"".join(replies)

    def _frame(self, kind: int, flags: int, stream: int, start: int, end: int) -> bytes:
        """Of the frame whose payload lies in the buffer from `start` to `end`: copied only where somebody wants it."""
        if kind == HEADERS:
            self._open[stream] = (self._path(flags, self._buffer[start:end]), bytearray())
        elif kind == DATA:
            self._open[stream][1].extend(self._buffer[start:end])
        elif kind == SETTINGS and not flags & ACK:
            return frame(SETTINGS, ACK, 0)
        elif kind == PING and not flags & ACK:
            return frame(PING, ACK, 0, self._buffer[start:end])
        if kind in (HEADERS, DATA) and flags & END_STREAM:
            path, body = self._open.pop(stream)
            self._take(path, bytes(body))
            return created(stream)
        return b""

    def _path(self, flags: int, payload: bytes) -> str:
        if flags & PADDED or not flags & END_HEADERS:
            raise NotImplementedError("curl sends neither padding nor continuations")
        block = payload[5:] if flags & PRIORITY else payload
        headers = self._decoder.decode(block, raw=True)
        return next(value.decode() for name, value in ((one[0], one[1]) for one in headers) if name == b":path")

    def _requests(self) -> bytes:
        head, gap, rest = self._buffer.partition(b"\r\n\r\n")
        if not gap:
            return b""
        lines = head.split(b"\r\n")
        lengths = [line.partition(b":")[2] for line in lines if line.lower().startswith(b"content-length:")]
        length = int(lengths[0]) if lengths else 0
        if len(rest) < length:
            return b""
        self._take(lines[0].split(b" ")[1].decode(), rest[:length])
        self._buffer = rest[length:]
        return CREATED_HTTP1
