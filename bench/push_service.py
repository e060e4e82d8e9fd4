"""The push service of the benchmark: a process that takes messages and passes them on to the phones' process."""

import asyncio
import ssl
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from bench.http_lines import Line

FLUSH_S = 0.02


@dataclass(slots=True)
class Counts:
    """Messages per phone since the last look."""

    per_path: Counter[str] = field(default_factory=Counter)
    waiting: list[tuple[str, bytes]] = field(default_factory=list)

    def take(self, path: str, body: bytes) -> None:
        self.per_path[path] += 1
        self.waiting.append((path, body))


def serve(certificate: str, control: Connection, phones: Connection, host: str = "127.0.0.1") -> None:
    """Run until told to `stop`; `counts` answers and clears what has come."""
    asyncio.run(_serve(certificate, control, phones, host))


async def _serve(certificate: str, control: Connection, phones: Connection, host: str) -> None:
    counts = Counts()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2", "http/1.1"])
    context.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Line(counts.take), host, 0, ssl=context, backlog=512)
    control.send(server.sockets[0].getsockname()[1])
    while True:
        await asyncio.sleep(FLUSH_S)
        if counts.waiting:
            phones.send(counts.waiting)
            counts.waiting = []
        if control.poll():
            if control.recv() == "stop":
                return
            control.send(counts.per_path)
            counts.per_path = Counter()
