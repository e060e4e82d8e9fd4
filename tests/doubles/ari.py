"""Asterisk's ARI on loopback: originates, plays, tells by WebSocket in the order of the real one; phones as told."""

import asyncio
import base64
import wave
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.background import Background

USER, PASSWORD = "palm", "ari-secret"
_CAUSES = {"busy": (17, "User busy"), "no_answer": (19, "User alerting, no answer")}


@dataclass
class Leg:
    """One call as the exchange sees it."""

    id: str
    number: str
    app: str
    played: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    is_up: bool = False
    is_over: bool = False


class AriDouble:
    """`phones`: number → what happens there: "1", "2", "12" (keys pressed), "busy", "no_answer", "machine", "rings".

    "2>38*5#": other keys at the second thing that is heard; a "!" at the end hangs up after the last of them.
    """

    def __init__(self) -> None:
        self.phones: dict[str, str] = {}
        self.legs: list[Leg] = []
        #: "lose": the call is made and the answer gets lost; a status: refused
        self.words: deque[str | int] = deque()
        self._sockets: dict[str, web.WebSocketResponse] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._behind = Background()
        self._behind.run(self._start())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """The line of events breaks; calls go on."""
        self._behind.run(self._cut())

    def hang_up(self, leg: Leg) -> None:
        self._behind.run(self._over(leg, 16, "Normal Clearing"))

    def close(self) -> None:
        self._behind.run(self._runner.cleanup())
        self._behind.stop()

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/ari/events", self._events)
        app.router.add_post("/ari/channels/{id}", self._originate)
        app.router.add_get("/ari/channels/{id}", self._show)
        app.router.add_delete("/ari/channels/{id}", self._delete)
        app.router.add_post("/ari/channels/{id}/play/{playback}", self._play)
        app.router.add_delete("/ari/playbacks/{playback}", self._stop)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port: int = self._runner.addresses[0][1]

    async def _cut(self) -> None:
        for one in list(self._sockets.values()):
            await one.close()

    async def _events(self, request: web.Request) -> web.StreamResponse:
        _check(request)
        line = web.WebSocketResponse()
        await line.prepare(request)
        self._sockets[request.query["app"]] = line
        async for _ in line:
            pass
        self._sockets.pop(request.query["app"], None)
        return line

    async def _originate(self, request: web.Request) -> web.Response:
        _check(request)
        if any(leg.id == request.match_info["id"] and not leg.is_over for leg in self.legs):
            return web.json_response({"message": "Channel with given unique ID already exists"}, status=409)
        word = self.words.popleft() if self.words else "ok"
        if isinstance(word, int):
            return web.json_response({"message": "no"}, status=word)
        number = request.query["endpoint"].split("/")[1].split("@")[0]
        leg = Leg(request.match_info["id"], number, request.query["app"])
        self.legs.append(leg)
        self._do(self._ring(leg))
        if word == "lose":
            assert request.transport is not None
            request.transport.abort()
        return web.json_response(_channel(leg, "Down"))

    async def _ring(self, leg: Leg) -> None:
        what = self.phones.get(leg.number, "1")
        await asyncio.sleep(0.01)
        await self._tell(leg, "ChannelStateChange", state="Ringing")
        if what in _CAUSES:
            await self._over(leg, *_CAUSES[what])
        elif what != "rings":
            leg.is_up = True
            await self._tell(leg, "StasisStart", args=[], state="Up")

    async def _show(self, request: web.Request) -> web.Response:
        leg = self._leg(request.match_info["id"])
        return web.json_response(
            _channel(leg, "Up") if leg else {"message": "Channel not found"}, status=200 if leg else 404
        )

    async def _delete(self, request: web.Request) -> web.Response:
        _check(request)
        leg = self._leg(request.match_info["id"])
        if leg is None:
            return web.json_response({"message": "Channel not found"}, status=404)
        self._do(self._over(leg, 16, "Normal Clearing"))
        return web.Response(status=204)

    async def _play(self, request: web.Request) -> web.Response:
        _check(request)
        leg, name = self._leg(request.match_info["id"]), request.match_info["playback"]
        if leg is None or not leg.is_up:
            return web.json_response({"message": "Channel not in Stasis application"}, status=409)
        media = request.query["media"]
        with wave.open(str(Path(media.removeprefix("sound:")).with_suffix(".wav"))) as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
            leg.seconds.append(file.getnframes() / 8000)
        leg.played.append(media)
        playback = {"id": name, "media_uri": media, "target_uri": f"channel:{leg.id}", "language": "en"}
        self._do(self._sound(leg, playback))
        return web.json_response({**playback, "state": "queued"}, status=201)

    async def _sound(self, leg: Leg, playback: dict[str, str]) -> None:
        await self._send(leg, {"type": "PlaybackStarted", "playback": {**playback, "state": "playing"}})
        keys = self.phones.get(leg.number, "1")
        for digit in _keys(keys, len(leg.played)):
            await asyncio.sleep(0.02)
            if digit == "!":
                await self._over(leg, 16, "Normal Clearing")
            else:
                await self._tell(leg, "ChannelDtmfReceived", digit=digit, duration_ms=120)
        for _ in range(5):
            await asyncio.sleep(0.01)
            if playback["id"] in leg.stopped or leg.is_over:
                break
        await self._send(leg, {"type": "PlaybackFinished", "playback": {**playback, "state": "done"}})

    async def _stop(self, request: web.Request) -> web.Response:
        name = request.match_info["playback"]
        for leg in self.legs:
            if name.startswith(leg.id):
                leg.stopped.append(name)
        return web.Response(status=204)

    async def _over(self, leg: Leg, cause: int, words: str) -> None:
        if leg.is_over:
            return
        leg.is_over = True
        if leg.is_up:
            await self._tell(leg, "ChannelHangupRequest", cause=cause)
            await self._tell(leg, "StasisEnd")
        await self._tell(leg, "ChannelDestroyed", cause=cause, cause_txt=words)

    async def _tell(self, leg: Leg, kind: str, *, state: str = "Up", **more: Any) -> None:
        await self._send(leg, {"type": kind, "channel": _channel(leg, state), **more})

    async def _send(self, leg: Leg, event: dict[str, Any]) -> None:
        line = self._sockets.get(leg.app)
        if line is not None and not line.closed:
            await line.send_json({**event, "application": leg.app, "timestamp": "2026-03-02T09:00:00.000+0800"})

    def _leg(self, name: str) -> Leg | None:
        return next((leg for leg in self.legs if leg.id == name and not leg.is_over), None)

    def _do(self, what: Any) -> None:
        task = self._behind.loop.create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _keys(what: str, heard: int) -> str:
    """What is pressed while so many things have been heard."""
    turns = what.split(">") if set(what) <= set("0123456789*#>!") else []
    return turns[heard - 1] if heard <= len(turns) else ""


def _channel(leg: Leg, state: str) -> dict[str, Any]:
    return {"id": leg.id, "name": f"PJSIP/trunk-{leg.id[:8]}", "state": state, "caller": {"name": "", "number": ""}}


def _check(request: web.Request) -> None:
    scheme, _, told = request.headers.get("authorization", "").partition(" ")
    if scheme != "Basic" or base64.b64decode(told).decode() != f"{USER}:{PASSWORD}":
        raise web.HTTPUnauthorized
