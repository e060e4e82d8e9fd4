"""A push service that costs next to nothing: it reads frames, answers 201, and looks at what came afterwards."""

import asyncio
import ssl
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import NamedTuple

from hpack import Decoder

from backend.core.collector import spare_what_is_loaded
from bench.http_lines import DATA, END_STREAM, HEADERS, Line, created

#: One body of so many is kept, to be opened afterwards with the phone's own key.
SAMPLE = 500
LOOK_S = 0.02


class Came(NamedTuple):
    """What has come since the last look; `cpu_s` of this process, `opened` are some bodies by their path."""

    messages: int
    doubled: int
    cpu_s: float
    bodies: list[tuple[str, bytes]]


@dataclass(slots=True)
class Kept:
    """Header blocks per connection in their order: they are decoded when nobody is in a hurry."""

    blocks: dict[int, list[bytes]] = field(default_factory=dict)
    bodies: dict[tuple[int, int], bytes] = field(default_factory=dict)
    plain: Counter[str] = field(default_factory=Counter)
    delay_s: float = 0.0


class SinkLine(Line):
    """HTTP/1.1 as its parent; HTTP/2 without decoding a single header."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(lambda path, _body: kept.plain.update([path]))
        self._kept = kept
        self._blocks: list[bytes] = []
        self._number = len(kept.blocks)
        kept.blocks[self._number] = self._blocks
        self._bodies: dict[int, tuple[int, bytearray]] = {}

    def data_received(self, data: bytes) -> None:
        if not self._is_http2:
            super().data_received(data)
            return
        self._buffer += data
        replies = self._frames()
        if replies and self._kept.delay_s:
            asyncio.get_running_loop().call_later(self._kept.delay_s, self._say, replies)
        elif replies:
            self._transport.write(replies)

    def _say(self, replies: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(replies)

    def _frame(self, kind: int, flags: int, stream: int, start: int, end: int) -> bytes:
        if kind == DATA:
            if self._bodies and stream in self._bodies:
                self._bodies[stream][1].extend(self._buffer[start:end])
            return self._answer(stream) if flags & END_STREAM else b""
        if kind == HEADERS:
            if len(self._blocks) % SAMPLE == 0:
                self._bodies[stream] = (len(self._blocks), bytearray())
            self._blocks.append(self._buffer[start:end])
            return b""
        return super()._frame(kind, flags, stream, start, end)

    def _answer(self, stream: int) -> bytes:
        if stream in self._bodies:
            place, body = self._bodies.pop(stream)
            self._kept.bodies[self._number, place] = bytes(body)
        return created(stream)


def serve(certificate: str, control: Connection) -> None:
    """Run until told to `stop`; `look` asks what came since the last one, a number delays the answers."""
    asyncio.run(_serve(certificate, control))


async def _serve(certificate: str, control: Connection) -> None:
    kept = Kept()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2", "http/1.1"])
    context.load_cert_chain(certificate)
    server = await asyncio.get_running_loop().create_server(
        lambda: SinkLine(kept), "127.0.0.1", 0, ssl=context, backlog=512
    )
    spare_what_is_loaded()
    control.send(server.sockets[0].getsockname()[1])
    looking = _Looking(kept)
    while True:
        await asyncio.sleep(LOOK_S)
        if control.poll():
            asked = control.recv()
            if asked == "stop":
                return
            if isinstance(asked, float):
                kept.delay_s = asked
            control.send(looking.look() if asked == "look" else True)


class _Looking:
    """Decodes what a connection sent from where it was left: its dictionary goes along with it."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._decoders: dict[int, Decoder] = {}
        self._read: Counter[int] = Counter()
        self._cpu_s = time.process_time()

    def look(self) -> Came:
        cpu_s = time.process_time() - self._cpu_s
        paths: Counter[str] = Counter(self._kept.plain)
        bodies = []
        for number, blocks in self._kept.blocks.items():
            decoder = self._decoders.setdefault(number, Decoder())
            for place in range(self._read[number], len(blocks)):
                path = _path(decoder, blocks[place])
                paths[path] += 1
                if body := self._kept.bodies.pop((number, place), None):
                    bodies.append((path, body))
                blocks[place] = b""
            self._read[number] = len(blocks)
        came = Came(sum(paths.values()), sum(paths.values()) - len(paths), cpu_s, bodies)
        self._kept.plain.clear()
        self._cpu_s = time.process_time()
        return came


def _path(decoder: Decoder, payload: bytes) -> str:
    headers = {one[0]: one[1] for one in decoder.decode(payload, raw=True)}
    return bytes(headers[b":path"]).decode()
