"""Pushes to the wrapped app by Getui REST v2: one by one or as a list, and `successed_ignore` is nobody reached."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any

import structlog

from backend.core import clock
from backend.push.channels.envelope import Envelope
from backend.push.channels.outside.gateway import Fate, Sent, Tell
from backend.push.channels.outside.http import Line, Reply
from backend.push.channels.outside.said import Said, said
from backend.push.gateways import Getui

_OK, _TOKEN_BAD = 0, 10001
#: Too fast, or too many today.
_BUSY = {10011, 10012, 10013}
_OURS = {301, 302, 10002, 10003, 10007, 10010, 20003}
#: What it says of one phone: known to be out of use for 90 days, the message is thrown away.
_IGNORED = "successed_ignore"
_LONGEST_TTL_S = 3 * 24 * 3600
#: How an address says that it is one.
ALIAS = "alias:"
_SECOND = 1_000
_TOKEN_EARLY_MS = 60_000
log = structlog.get_logger()


class GetuiGateway:
    window = 10

    def __init__(self, keys: Getui) -> None:
        self._keys = keys
        self.batch = keys.batch
        self._line = Line(keys.timeout_s)
        self._token = ""
        self._token_ends_ms = 0
        self._token_lock = asyncio.Lock()

    def alike(self, envelope: Envelope) -> object:
        one = said(envelope)
        # What may have been taken goes alone: the name of a single push makes the gateway notice the repeat.
        # An alias goes alone as well: it may stand for several phones, and each of them is told of.
        return (
            envelope if envelope.in_doubt or _is_alias(envelope) else (one.order_id, one.attempt, one.title, one.text)
        )

    async def run(self, _tell: Tell) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        await self._line.close()

    async def recall(self, messages: Sequence[Sent]) -> None:
        """Stops the tasks: whoever's phone is off does not get it any more."""
        for task in {message.reference for message in messages}:
            await self._call("DELETE", f"task/{task}")

    async def send(self, envelopes: Sequence[Envelope]) -> Sequence[Fate]:
        return [await self._one(envelopes[0])] if len(envelopes) == 1 else await self._list(list(envelopes))

    async def _one(self, envelope: Envelope) -> Fate:
        one = said(envelope)
        kind = "alias" if _is_alias(envelope) else "cid"
        audience = {kind: [envelope.endpoint.removeprefix(ALIAS)]}
        reply = await self._call(
            "POST", f"push/single/{kind}", {"request_id": one.name, "audience": audience, **_message(envelope, one)}
        )
        return _fate(envelope, reply)

    async def _list(self, envelopes: list[Envelope]) -> list[Fate]:
        first = said(envelopes[0])
        reply = await self._call(
            "POST", "push/list/message", {"group_name": first.name, **_message(envelopes[0], first)}
        )
        task = reply.said.get("data", {}).get("taskid", "")
        if reply.said.get("code") != _OK or not task:
            # A task without anybody in it reaches nobody: it is no message yet.
            return [_without_doubt(_fate(envelope, reply)) for envelope in envelopes]
        body = {"taskid": task, "is_async": False, "audience": {"cid": [envelope.endpoint for envelope in envelopes]}}
        reply = await self._call("POST", "push/list/cid", body)
        return [_fate(envelope, reply, task) for envelope in envelopes]

    async def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Reply:
        """With a fresh token where the old one has run out, whatever its clock said."""
        for _ in range(2):
            token = await self._fresh_token()
            if isinstance(token, Reply):
                return token
            reply = await self._line.call(method, self._url(path), headers={"token": token}, body=body)
            if reply.said.get("code") != _TOKEN_BAD:
                break
            self._token_ends_ms = 0
        return reply

    async def _fresh_token(self) -> str | Reply:
        async with self._token_lock:
            now_ms = int(clock.now().timestamp() * _SECOND)
            if self._token_ends_ms - _TOKEN_EARLY_MS > now_ms:
                return self._token
            sign = hashlib.sha256(f"{self._keys.app_key}{now_ms}{self._keys.master_secret}".encode()).hexdigest()
            asked = {"sign": sign, "timestamp": str(now_ms), "appkey": self._keys.app_key}
            reply = await self._line.call("POST", self._url("auth"), body=asked)
            data = reply.said.get("data", {})
            if reply.said.get("code") != _OK or "token" not in data:
                # Whatever it was, no message was in it.
                return Reply(reply.status, reply.said, arrived=False)
            self._token, self._token_ends_ms = data["token"], int(data["expire_time"])
            return self._token

    def _url(self, path: str) -> str:
        return f"{self._keys.url.rstrip('/')}/{self._keys.app_id}/{path}"


def _is_alias(envelope: Envelope) -> bool:
    return envelope.endpoint.startswith(ALIAS)


def _message(envelope: Envelope, one: Said) -> dict[str, Any]:
    left_s = int((envelope.expires_at - clock.now()).total_seconds())
    notification = {
        "title": one.title,
        "body": one.text,
        # A repeat takes the place of the first on the phone: nobody sees an order twice.
        "notify_id": one.order_id.int & 0x7FFFFFFF,
        "click_type": "payload",
        "payload": f'{{"order_id":"{one.order_id}","token":"{one.token}"}}',
    }
    ttl = max(1, min(left_s, envelope.ttl, _LONGEST_TTL_S)) * _SECOND
    ios = {"type": "notify", "aps": {"alert": {"title": one.title, "body": one.text}, "sound": "default"}}
    return {
        "settings": {"ttl": ttl},
        "push_message": {"notification": notification},
        "push_channel": {"ios": ios, "android": {"ups": {"notification": {**_plain(one), "click_type": "startapp"}}}},
    }


def _plain(one: Said) -> dict[str, str]:
    return {"title": one.title, "body": one.text}


def _fate(envelope: Envelope, reply: Reply, task: str = "") -> Fate:
    code = reply.said.get("code")
    if code == _OK:
        return _of_one(envelope, reply, task)
    if code in _BUSY or reply.is_busy:
        return Fate(envelope, "retry", status=reply.status, wait_s=1, throttles=True)
    if code in _OURS or code == _TOKEN_BAD:
        log.warning("channels.app_push_refused", code=code)
        return Fate(envelope, "alarm", status=reply.status, wait_s=60, throttles=True)
    if not reply.arrived:
        return Fate(envelope, "retry", wait_s=5, throttles=True)
    if reply.is_lost or code is None:
        return Fate(envelope, "retry", status=reply.status, wait_s=5, in_doubt=True)
    return Fate(envelope, "refused", status=reply.status)


def _of_one(envelope: Envelope, reply: Reply, task: str) -> Fate:
    """`data` is task → phone → what became of it; one phone of an alias is enough."""
    said = [(name, *one) for name, phones in reply.said.get("data", {}).items() for one in phones.items()]
    mine = [(name, word) for name, phone, word in said if _is_alias(envelope) or phone == envelope.endpoint]
    for name, word in mine:
        if word.startswith("successed") and word != _IGNORED:
            return Fate(envelope, "accepted", name or task, reply.status)
    return Fate(envelope, "gone", status=reply.status)


def _without_doubt(fate: Fate) -> Fate:
    return Fate(fate.envelope, fate.outcome, status=fate.status, wait_s=fate.wait_s, throttles=fate.throttles)
