"""Work notices by DingTalk: sent to a hundred people a call, asked after, taken back."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

import structlog

from backend.core import clock
from backend.push.channels.envelope import Envelope, Report
from backend.push.channels.outside.gateway import Fate, Sent, Tell
from backend.push.channels.outside.http import Line, Reply
from backend.push.channels.outside.said import Said, said
from backend.push.gateways import DingTalk
from backend.push.rules.replies import State

_OK = 0
_TOKEN_BAD = {40014, 42001, 88}
_BUSY = {90018, 90002, 90006, 143103, 143104}
_OURS = {40089, 40096, 40035, 41, 400002, 88888}
_SAME_WORDS = "143106"
_NOT_THERE = {33012, 40003, 60121}
_TOKEN_EARLY_S = 300
log = structlog.get_logger()


class DingTalkGateway:
    window = 4

    def __init__(self, keys: DingTalk) -> None:
        self._keys = keys
        self.batch = keys.batch
        self._line = Line(keys.timeout_s)
        self._token = ""
        self._token_ends = 0.0
        self._token_lock = asyncio.Lock()
        self._asking_after = asyncio.Lock()

    def alike(self, envelope: Envelope) -> object:
        one = said(envelope)
        return one.order_id, one.attempt, one.title, one.text, one.navigate

    async def run(self, _tell: Tell) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        await self._line.close()

    async def send(self, envelopes: Sequence[Envelope]) -> Sequence[Fate]:
        # In doubt it goes again all the same: the same words reach nobody twice on one day, says the gateway.
        one = said(envelopes[0])
        users = [envelope.endpoint for envelope in envelopes]
        body = {"agent_id": self._keys.agent_id, "userid_list": ",".join(users), "msg": _message(one)}
        reply = await self._call("/topapi/message/corpconversation/asyncsend_v2", body)
        task = str(reply.said.get("task_id", ""))
        return [_fate(envelope, reply, task) for envelope in envelopes]

    async def recall(self, messages: Sequence[Sent]) -> None:
        for task in {message.reference for message in messages}:
            body = {"agent_id": self._keys.agent_id, "msg_task_id": task}
            await self._call("/topapi/message/corpconversation/recall", body)

    async def ask(self, messages: Sequence[Sent], tell: Tell) -> None:
        """One question for all who were told in one call. Not all at once: its limit is for sending as well."""
        waiting: dict[str, set[str]] = defaultdict(set)
        for message in messages:
            waiting[message.reference].add(message.address)
        for task, users in waiting.items():
            async with self._asking_after:
                body = {"agent_id": self._keys.agent_id, "task_id": task}
                reply = await self._call("/topapi/message/corpconversation/getsendresult", body)
            for user, state in _states(reply.said.get("send_result", {})).items():
                if user in users:
                    await_kept = tell(Report("work_im", state, clock.now(), reference=task, address=user))
                    asyncio.ensure_future(await_kept)  # noqa: RUF006 - nobody at the gateway waits for it

    async def _call(self, path: str, body: dict[str, Any]) -> Reply:
        for _ in range(2):
            token = await self._fresh_token()
            if isinstance(token, Reply):
                return token
            url = f"{self._keys.url.rstrip('/')}{path}?access_token={quote(token)}"
            reply = await self._line.call("POST", url, body=body)
            if reply.said.get("errcode") not in _TOKEN_BAD:
                break
            self._token_ends = 0.0
        return reply

    async def _fresh_token(self) -> str | Reply:
        async with self._token_lock:
            now = clock.now().timestamp()
            if self._token_ends - _TOKEN_EARLY_S > now:
                return self._token
            asked = urlencode({"appkey": self._keys.app_key, "appsecret": self._keys.app_secret})
            reply = await self._line.call("GET", f"{self._keys.url.rstrip('/')}/gettoken?{asked}")
            if reply.said.get("errcode") != _OK or "access_token" not in reply.said:
                # Whatever it was, no message was in it.
                return Reply(reply.status, reply.said, arrived=False)
            self._token, self._token_ends = reply.said["access_token"], now + int(reply.said["expires_in"])
            return self._token


def _message(one: Said) -> dict[str, Any]:
    """Different for each order, as the same words come through once a day."""
    text = f"### {one.title}\n\n{one.text}\n\n{one.order_id.hex[-8:]}" + (f"-{one.attempt}" if one.attempt > 1 else "")
    card = {"title": one.title, "markdown": text, "single_title": "查看并签收 / Open", "single_url": one.navigate}
    if one.navigate.startswith("http"):
        return {"msgtype": "action_card", "action_card": card}
    return {"msgtype": "markdown", "markdown": {"title": one.title, "text": text}}


def _states(result: dict[str, Any]) -> dict[str, State]:
    """The notice itself is on the phone, read or not; whoever was filtered out has nothing."""
    # Filtered out as he has the same words already, from a call whose answer got lost.
    again = [one["userid"] for one in result.get("forbidden_list", []) if str(one.get("code")) == _SAME_WORDS]
    have = [*result.get("read_user_id_list", []), *result.get("unread_user_id_list", []), *again]
    lack = [
        *result.get("invalid_user_id_list", []),
        *result.get("forbidden_user_id_list", []),
        *result.get("failed_user_id_list", []),
    ]
    delivered: dict[str, State] = dict.fromkeys(have, "delivered")
    return {**dict.fromkeys(lack, "undelivered"), **delivered}


def _fate(envelope: Envelope, reply: Reply, task: str) -> Fate:
    code = reply.said.get("errcode")
    if code == _OK and task:
        return Fate(envelope, "accepted", task, reply.status)
    if code in _BUSY or reply.is_busy:
        return Fate(envelope, "retry", status=reply.status, wait_s=5, throttles=True)
    if code in _OURS or code in _TOKEN_BAD:
        log.warning("channels.work_im_refused", code=code)
        return Fate(envelope, "alarm", status=reply.status, wait_s=60, throttles=True)
    if not reply.arrived:
        return Fate(envelope, "retry", wait_s=5, throttles=True)
    if reply.is_lost or code is None:
        return Fate(envelope, "retry", status=reply.status, wait_s=5, in_doubt=True)
    return Fate(envelope, "gone" if code in _NOT_THERE else "refused", status=reply.status)
