"""A small HTTP/2 server: whole requests in, whole replies out."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import (
    DataReceived,
    Event,
    RequestReceived,
    StreamEnded,
    StreamReset,
)
from h2.exceptions import ProtocolError


@dataclass(slots=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str] = field(default_factory=dict)


class Http2Server:
    def __init__(self, answer: Callable[[Request], Reply]) -> None:
        self._answer = answer
        self._connections: set[Connection] = set()

    async def start(self, certificate: ssl.SSLContext) -> int:
        """Listen on a free port of loopback and return it."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, "127.0.0.1", 0, ssl=certificate)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        self._server.close()
        for connection in self._connections:
            connection.abort()
        await self._server.wait_closed()
        # Transports let go of their sockets one turn of the loop after they are told to.
        await asyncio.sleep(0)

    def _connection(self) -> Connection:
        connection = Connection(self._answer)
        self._connections.add(connection)
        return connection


class Connection(asyncio.Protocol):
    """Every stream's request is answered as soon as it is complete."""

    def __init__(self, answer: Callable[[Request], Reply]) -> None:
        self._answer = answer
        self._transport: asyncio.Transport | None = None
        self._h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._open: dict[int, Request] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._h2.initiate_connection()
        self._flush()

    def data_received(self, data: bytes) -> None:
        try:
            for event in self._h2.receive_data(data):
                self._take(event)
        except ProtocolError:
            self.abort()
        self._flush()

    def _take(self, event: Event) -> None:
        match event:
            case RequestReceived():
                self._open[event.stream_id] = _begin(event)
            case DataReceived():
                self._open[event.stream_id].body += event.data
                self._h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            case StreamEnded():
                self._reply(event.stream_id)
            case StreamReset():
                self._open.pop(event.stream_id, None)

    def _reply(self, stream_id: int) -> None:
        reply = self._answer(self._open.pop(stream_id))
        headers = [(":status", str(reply.status)), *reply.headers.items()]
        self._h2.send_headers(stream_id, headers, end_stream=True)

    def abort(self) -> None:
        if self._transport:
            self._transport.abort()

    def _flush(self) -> None:
        if self._transport:
            self._transport.write(self._h2.data_to_send())


def _begin(event: RequestReceived) -> Request:
    headers = {str(name): str(value) for name, value in event.headers}
    return Request(headers.pop(":method"), headers.pop(":path"), headers)
