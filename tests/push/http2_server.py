"""A TLS HTTP/2 server on its own thread: whole requests in, answers of any behaviour out."""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import trustme
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import DataReceived, Event, RequestReceived, StreamEnded
from h2.exceptions import ProtocolError

from tests.background import Background


@dataclass(slots=True)
class Request:
    path: str
    headers: dict[str, str]
    connection: int
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """`goaway` answers nothing and closes in order, `reset` tears the line, `stall` says nothing.

    `after_s`: what came is taken at once, and said so later.
    """

    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    behaviour: Literal["answer", "stall", "goaway", "reset", "refuse"] = "answer"
    after_s: float = 0.0


class Certificate:
    """For localhost and loopback, signed by an authority of its own."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA(organization_name="Test authority")
        self.ca_file = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.set_alpn_protocols(["h2"])
        authority.issue_cert("localhost", "127.0.0.1", "::1").configure_cert(self.context)


class Http2Server:
    """Listens on a free port of loopback from `start` to `stop`."""

    def __init__(self, certificate: Certificate, answer: Callable[[Request], Reply]) -> None:
        self._certificate = certificate
        self._answer = answer
        self._behind = Background()
        self.connections = 0
        self.open_transports: set[asyncio.Transport] = set()
        self.port = 0

    def start(self, host: str = "127.0.0.1") -> None:
        listening = self._behind.loop.create_server(
            lambda: _Connection(self, self._answer), host, 0, ssl=self._certificate.context, backlog=512
        )
        self._server = self._behind.run(listening)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        self._behind.run(self._close())
        self._behind.stop()

    def call_later(self, seconds: float, call: Callable[[], None]) -> None:
        self._behind.loop.call_later(seconds, call)

    async def _close(self) -> None:
        self._server.close()
        while self.open_transports:
            for transport in list(self.open_transports):
                transport.abort()
            await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    def __init__(self, server: Http2Server, answer: Callable[[Request], Reply]) -> None:
        self._server = server
        self._answer = answer
        self._h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._open: dict[int, Request] = {}
        self._closing = False
        #: of the streams that were answered: a goaway that named a lower one would be a lie
        self._highest = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._server.connections += 1
        self._server.open_transports.add(transport)
        self._number = self._server.connections
        self._h2.initiate_connection()
        self._flush()

    def connection_lost(self, error: Exception | None) -> None:
        self._server.open_transports.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        if self._closing:
            return
        try:
            for event in self._h2.receive_data(data):
                self._take(event)
                if self._closing:
                    return
        except ProtocolError:
            self._transport.close()
        self._flush()

    def _take(self, event: Event) -> None:
        match event:
            case RequestReceived():
                headers = {str(name): str(value) for name, value in event.headers}
                self._open[event.stream_id] = Request(headers.pop(":path"), headers, self._number)
            case DataReceived():
                self._open[event.stream_id].body += event.data
                self._h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            case StreamEnded():
                self._reply_in_time(event.stream_id, self._answer(self._open.pop(event.stream_id)))

    def _reply_in_time(self, stream_id: int, reply: Reply) -> None:
        if not reply.after_s:
            self._reply(stream_id, reply)
            return

        def later() -> None:
            if not self._closing and not self._transport.is_closing():
                self._reply(stream_id, reply)
                self._flush()

        self._server.call_later(reply.after_s, later)

    def _reply(self, stream_id: int, reply: Reply) -> None:
        match reply.behaviour:
            case "answer":
                headers = [(":status", str(reply.status)), *reply.headers.items()]
                self._h2.send_headers(stream_id, headers, end_stream=True)
                self._highest = max(self._highest, stream_id)
            case "goaway":
                self._h2.close_connection(ErrorCodes.NO_ERROR, last_stream_id=self._highest)
                self._flush()
                self._closing = True
                # Closed at once, what is unread here would tear the line before the answers on it arrive.
                asyncio.get_running_loop().call_later(0.3, self._transport.close)
            case "reset":
                self._closing = True
                self._transport.abort()
            case "refuse":
                self._h2.reset_stream(stream_id, ErrorCodes.REFUSED_STREAM)
            case "stall":
                return

    def _flush(self) -> None:
        if not self._closing:
            self._transport.write(self._h2.data_to_send())
