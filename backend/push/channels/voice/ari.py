"""Calls by Asterisk over ARI: rings, reads the order or asks, takes the keys, says that they are kept, hangs up."""

import asyncio
import os
import socket
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
import orjson
import structlog

from backend.core import clock
from backend.push.channels.envelope import Envelope, Report
from backend.push.channels.outside.gateway import Fate, Sent, Tell
from backend.push.channels.outside.http import Line, Reply
from backend.push.channels.outside.said import Said, said
from backend.push.channels.voice.call import Call, confirmed
from backend.push.channels.voice.questions import Questions
from backend.push.channels.voice.speech import Speech
from backend.push.gateways import Asterisk
from backend.push.rules.numbers import national
from backend.push.rules.replies import State

#: Between two readings of the order, and after the last: time to find the key.
_LISTEN_S = 4.0
#: Between two keys of one number.
_ENTER_S = 8.0
_LINE_S = 2.0
_CONFLICT, _NOT_THERE = 409, 404
log = structlog.get_logger()


class AsteriskGateway:
    batch = 1

    def __init__(self, keys: Asterisk) -> None:
        self._keys = keys
        self.window = keys.lines
        self._speech = Speech(Path(keys.sounds))
        self._line = Line(keys.timeout_s)
        # In the header, where no log of addresses keeps it.
        secret = b64encode(f"{keys.username}:{keys.password}".encode()).decode()
        self._auth = {"authorization": f"Basic {secret}"}
        self._taken = 0
        self._freed = asyncio.Event()
        self._calls: dict[str, Call] = {}
        self._is_open = asyncio.Event()
        self._doing: set[asyncio.Task[None]] = set()
        # The exchange tells an application once: two senders must not have the same name.
        self._app = f"{keys.app}-{socket.gethostname()}-{os.getpid()}"

    def alike(self, envelope: Envelope) -> object:
        return envelope

    async def run(self, tell: Tell) -> None:
        parts = urlsplit(self._keys.url)
        asked = urlencode({"app": self._app})
        scheme = "wss" if parts.scheme == "https" else "ws"
        try:
            url = f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/ari/events?{asked}"
            async with self._line.session().ws_connect(url, heartbeat=20, headers=self._auth) as events:
                self._is_open.set()
                await self._look_after(tell)
                async for message in events:
                    if message.type is aiohttp.WSMsgType.TEXT:
                        self._do(self._hear(orjson.loads(message.data), tell))
        finally:
            self._is_open.clear()

    async def close(self) -> None:
        await self._line.close()

    async def free_line(self) -> None:
        while self._taken >= self._keys.lines:
            self._freed.clear()
            await self._freed.wait()

    async def send(self, envelopes: Sequence[Envelope]) -> Sequence[Fate]:
        self._taken += len(envelopes)
        return [await self._ring(envelope) for envelope in envelopes]

    async def recall(self, messages: Sequence[Sent]) -> None:
        """Whoever is being told a wrong order is told no further."""
        for message in messages:
            await self._ask("DELETE", f"channels/{message.reference}")

    async def _ring(self, envelope: Envelope) -> Fate:
        try:
            await asyncio.wait_for(self._is_open.wait(), _LINE_S)
        except TimeoutError:
            # Without its events a call would be made that nobody listens to.
            self._free()
            return Fate(envelope, "retry", wait_s=_LINE_S, throttles=True)
        one = said(envelope)
        call = known = self._calls.get(one.name)
        if call is None:
            call = self._calls[one.name] = await asyncio.to_thread(self._prepared, one)
        else:
            # The try before it has the line.
            self._free()
        asked = {
            "endpoint": self._keys.endpoint.format(number=national(envelope.endpoint)),
            "app": self._app,
            "callerId": self._keys.caller,
            "timeout": self._keys.ring_s,
        }
        reply = await self._ask("POST", f"channels/{call.id}", asked)
        fate = _fate(envelope, call, reply)
        if fate.in_doubt or (reply.status == _CONFLICT and known is None):
            self._do(self._watch(call))
        elif fate.outcome != "accepted":
            self._end(call)
        return fate

    async def _watch(self, call: Call) -> None:
        """Of a call that was never made, or is a dead sender's, the exchange tells nothing: its line is freed here."""
        while call.id in self._calls:
            await asyncio.sleep(_LINE_S)
            if (await self._ask("GET", f"channels/{call.id}")).status == _NOT_THERE:
                self._end(call)

    def _prepared(self, one: Said) -> Call:
        order = self._speech.file(one.spoken, one.lang)
        answers = {answer: self._speech.file(text, one.lang) for answer, text in confirmed(one.lang, one.kept).items()}
        call = Call(one.name, order, answers)
        if one.questions is not None:
            steps, unheard = one.questions["steps"], one.questions["unheard"]
            call.questions = Questions(one.questions["start"], steps)
            call.readings = {at: self._speech.file(step["say"], one.lang) for at, step in steps.items()}
            call.corrections = {
                at: self._speech.file(f"{unheard} {step['say']}", one.lang)
                for at, step in steps.items()
                if step["kind"] != "end"
            }
        return call

    async def _hear(self, event: dict[str, Any], tell: Tell) -> None:
        named = event.get("channel", {}).get("id") or event.get("playback", {}).get("target_uri", "")
        call = self._calls.get(str(named).removeprefix("channel:"))
        if call is None:
            return
        kind = event["type"]
        if kind == "StasisStart" or (kind == "PlaybackFinished" and event["playback"]["id"] == call.playing):
            await self._say_next(call, pause_s=0.0 if kind == "StasisStart" else _LISTEN_S)
        elif kind == "ChannelDtmfReceived":
            if call.questions is None:
                await self._take_key(call, event["digit"], tell)
            elif call.answer is None:
                await self._take_answer(call, call.questions, event["digit"], tell)
        elif kind == "ChannelDestroyed":
            await self._hung_up(call, tell)

    async def _say_next(self, call: Call, *, pause_s: float) -> None:
        played = call.playing
        if pause_s:
            await asyncio.sleep(pause_s)
        if call.playing != played or call.id not in self._calls:
            return
        sound = call.next_sound()
        if sound is None:
            await self._ask("DELETE", f"channels/{call.id}")
        else:
            await self._play(call, sound)

    async def _take_key(self, call: Call, digit: str, tell: Tell) -> None:
        answer = call.pressed(digit)
        if answer is None:
            return
        playing, call.playing = call.playing, f"{call.id}-{answer}"
        if playing:
            await self._ask("DELETE", f"playbacks/{playing}")
        # Nobody is told that his answer is kept before it is.
        await tell(Report("voice", answer, clock.now(), reference=call.id))
        await self._play(call, call.confirmations[answer], name=call.playing)

    async def _take_answer(self, call: Call, questions: Questions, key: str, tell: Tell) -> None:
        """In a call that asks. Nothing is told until the last question, or until somebody hangs up before it."""
        turn = questions.press(key)
        sound = None if turn == "more" else call.turned(questions, turn)
        # Under another name, so that what was to be said next is not said any more.
        playing, call.playing = call.playing, call.name_next()
        mine = call.playing
        if playing:
            await self._ask("DELETE", f"playbacks/{playing}")
        if turn == "over":
            await tell(self._report(call, "acknowledged"))
        if call.playing != mine:
            return
        if sound is None:
            await self._say_next(call, pause_s=_ENTER_S)
        else:
            await self._play(call, sound, name=mine)

    def _report(self, call: Call, state: State) -> Report:
        pressed = dict(call.questions.pressed) if call.questions is not None else {}
        return Report("voice", state, clock.now(), reference=call.id, pressed=pressed)

    async def _play(self, call: Call, sound: Path, name: str = "") -> None:
        call.playing = name or call.name_next()
        there = Path(self._keys.sounds_there or self._keys.sounds) / sound.stem
        await self._ask("POST", f"channels/{call.id}/play/{call.playing}", {"media": f"sound:{there}"})

    async def _hung_up(self, call: Call, tell: Tell) -> None:
        """Not answered, busy, or answered by what presses no key: nobody is known to have heard it."""
        self._end(call)
        if call.answer is None:
            has_begun = call.questions is not None and bool(call.questions.pressed)
            await tell(self._report(call, "acknowledged" if has_begun else "undelivered"))

    async def _look_after(self, tell: Tell) -> None:
        """Calls that ended while the line to the exchange was down."""
        for call in list(self._calls.values()):
            reply = await self._ask("GET", f"channels/{call.id}")
            if reply.status == _NOT_THERE:
                self._do(self._hung_up(call, tell))

    def _end(self, call: Call) -> None:
        if self._calls.pop(call.id, None) is not None:
            self._free()

    def _free(self) -> None:
        self._taken -= 1
        self._freed.set()

    def _do(self, what: Any) -> None:
        task = asyncio.get_running_loop().create_task(what)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    async def _ask(self, method: str, path: str, asked: dict[str, Any] | None = None) -> Reply:
        query = f"?{urlencode(asked)}" if asked else ""
        return await self._line.call(method, f"{self._keys.url.rstrip('/')}/ari/{path}{query}", headers=self._auth)


def _fate(envelope: Envelope, call: Call, reply: Reply) -> Fate:
    # Conflict: this very call is being made already, by the try whose answer got lost.
    if reply.status in {200, 201, _CONFLICT}:
        return Fate(envelope, "accepted", call.id, reply.status)
    if not reply.arrived or reply.is_busy:
        return Fate(envelope, "retry", status=reply.status, wait_s=2, throttles=True)
    if reply.status in {401, 403}:
        return Fate(envelope, "alarm", status=reply.status, wait_s=60, throttles=True)
    if reply.is_lost:
        return Fate(envelope, "retry", status=reply.status, wait_s=5, in_doubt=True)
    log.warning("channels.call_refused", status=reply.status)
    return Fate(envelope, "refused", status=reply.status)
