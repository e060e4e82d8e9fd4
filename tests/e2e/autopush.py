"""A push service that speaks autopush to Firefox and RFC 8030 over HTTP/2 to the sender."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.background import Background
from tests.e2e import vapid
from tests.e2e.certificate import Loopback
from tests.e2e.http2 import Http2Server, Reply, Request

LARGEST_BODY = 4096
DECRYPTED = 100
FAILED = 101


@dataclass(slots=True)
class Message:
    version: str
    channel_id: str
    headers: dict[str, str]
    body: bytes
    #: 100 decrypted, 101 failed, None while the browser has not said.
    ack: int | None = None
    replaced: bool = False

    @property
    def topic(self) -> str | None:
        return self.headers.get("topic")


@dataclass(slots=True)
class Channel:
    id: str
    uaid: str
    #: The application server key that the browser registered with, base64url.
    key: str | None
    live: bool = True


@dataclass(slots=True)
class Autopush:
    background: Background
    certificate: Loopback
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    #: the next greeting of a browser is answered as if nobody knew it
    forgetful: bool = False
    _online: dict[str, asyncio.Queue[Message]] = field(default_factory=dict)
    _talking: set[ServerConnection] = field(default_factory=set)
    ws_url: str = ""
    origin: str = ""
    _sockets: Server = field(init=False)
    _pushes: Http2Server = field(init=False)

    def start(self) -> None:
        self.background.run(self._start())

    async def _start(self) -> None:
        sockets = await serve(self._talk, "127.0.0.1", 0, subprotocols=[Subprotocol("push-notification")])
        self._sockets = sockets
        self._pushes = Http2Server(self.receive)
        port: int = next(iter(sockets.sockets)).getsockname()[1]
        self.ws_url = f"ws://127.0.0.1:{port}/ws/"
        self.origin = f"https://localhost:{await self._pushes.start(self.certificate.server)}"

    def stop(self) -> None:
        self.background.run(self._stop())

    async def _stop(self) -> None:
        self._sockets.close()
        await self._sockets.wait_closed()
        await self._pushes.stop()

    def forget_browsers(self) -> None:
        """Lose every browser, as push services do: their subscriptions are worth nothing from now on."""
        self.background.run(self._forget())

    async def _forget(self) -> None:
        self.forgetful = True
        for channel in self.channels.values():
            channel.live = False
        for socket in list(self._talking):
            socket.transport.abort()

    def open_channel(self) -> str:
        """A channel for a browser that does not speak to us, under any application server key."""
        channel = Channel(str(uuid4()), uaid="", key=None)
        self.channels[channel.id] = channel
        return channel.id

    def endpoint(self, channel_id: str) -> str:
        return f"{self.origin}/wpush/v2/{channel_id}"

    # The browser's side: autopush over a WebSocket.

    async def _talk(self, socket: ServerConnection) -> None:
        uaid = ""
        delivering: asyncio.Task[None] | None = None
        self._talking.add(socket)
        try:
            async for frame in socket:
                said = json.loads(frame)
                if said.get("messageType") == "hello":
                    uaid = (not self.forgetful and said.get("uaid")) or uuid4().hex
                    self.forgetful = False
                    delivering = asyncio.create_task(self._deliver(uaid, socket))
                if reply := self._answer(uaid, said):
                    await socket.send(json.dumps(reply))
        except ConnectionClosed:
            return  # a browser that is killed says no goodbye
        finally:
            self._talking.discard(socket)
            self._online.pop(uaid, None)
            if delivering:
                delivering.cancel()

    def _answer(self, uaid: str, said: dict[str, Any]) -> dict[str, Any] | None:
        answers: dict[str, Callable[[], dict[str, Any]]] = {
            "hello": lambda: {"uaid": uaid, "status": 200, "use_webpush": True, "broadcasts": {}},
            "register": lambda: self._register(uaid, said["channelID"], said.get("key")),
            "unregister": lambda: self._unregister(said["channelID"]),
        }
        kind = said.get("messageType")
        if kind is None:
            return {}  # an empty object is the protocol's ping
        if kind == "ack":
            self._acknowledge(said["updates"])
        return {"messageType": kind, **answers[kind]()} if kind in answers else None

    def _register(self, uaid: str, channel_id: str, key: str | None) -> dict[str, Any]:
        self.channels[channel_id] = Channel(channel_id, uaid, key)
        return {"channelID": channel_id, "status": 200, "pushEndpoint": self.endpoint(channel_id)}

    def _unregister(self, channel_id: str) -> dict[str, Any]:
        if channel_id in self.channels:
            self.channels[channel_id].live = False
        return {"channelID": channel_id, "status": 200}

    def _acknowledge(self, updates: list[dict[str, Any]]) -> None:
        codes = {update["version"]: update["code"] for update in updates}
        for message in self.messages:
            message.ack = codes.get(message.version, message.ack)

    async def _deliver(self, uaid: str, socket: ServerConnection) -> None:
        queue = self._online[uaid] = asyncio.Queue()
        for message in self.waiting(uaid):
            queue.put_nowait(message)
        while True:
            await socket.send(json.dumps(_notification(await queue.get())))

    def waiting(self, uaid: str) -> list[Message]:
        return [
            message
            for message in self.messages
            if self.channels[message.channel_id].uaid == uaid and message.ack is None and not message.replaced
        ]

    # The sender's side: RFC 8030.

    def receive(self, request: Request) -> Reply:
        channel = self.channels.get(request.path.rpartition("/")[2])
        if refusal := self._refusal(request, channel):
            return Reply(refusal)
        assert channel is not None
        message = Message(secrets.token_hex(8), channel.id, request.headers, request.body)
        self._replace(message)
        self.messages.append(message)
        if queue := self._online.get(channel.uaid):
            queue.put_nowait(message)
        return Reply(201, {"location": f"{self.origin}/m/{message.version}"})

    def _refusal(self, request: Request, channel: Channel | None) -> int | None:
        """Return the status a real service would refuse with."""
        headers = request.headers
        if request.method != "POST":
            return 405
        if channel is None:
            return 404
        if not channel.live:
            return 410
        if headers.get("content-encoding") != "aes128gcm" or not headers.get("ttl", "").isdigit():
            return 400
        if len(request.body) > LARGEST_BODY:
            return 413
        return vapid.refusal(headers.get("authorization", ""), channel.key, audience=self.origin)

    def _replace(self, message: Message) -> None:
        """Drop what the browser has not confirmed and the new message's Topic replaces."""
        for old in self.messages:
            same = old.channel_id == message.channel_id and old.topic == message.topic
            if message.topic and same and old.ack is None:
                old.replaced = True


def _notification(message: Message) -> dict[str, Any]:
    data = base64.urlsafe_b64encode(message.body).rstrip(b"=").decode()
    return {
        "messageType": "notification",
        "channelID": message.channel_id,
        "version": message.version,
        "ttl": int(message.headers["ttl"]),
        "data": data,
        "headers": {"encoding": "aes128gcm"},
    }
