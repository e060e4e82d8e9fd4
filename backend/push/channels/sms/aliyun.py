"""Text messages by Aliyun: one call for up to a thousand numbers, and never twice where the answer got lost."""

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

import orjson
import structlog

from backend.core import clock
from backend.push.channels.envelope import Envelope
from backend.push.channels.outside.gateway import Fate, Sent, Tell
from backend.push.channels.outside.http import Line, Reply
from backend.push.channels.outside.said import said
from backend.push.gateways import Aliyun
from backend.push.rules import acs3
from backend.push.rules.answers import Outcome
from backend.push.rules.numbers import national

_VERSION = "2017-05-25"
_BEIJING = ZoneInfo("Asia/Shanghai")
#: What a call with several texts may hold; with one text for all it is ten times as much.
_DIFFERENT = 100
#: A message that was taken shows in the list of those sent a moment later.
_ASK_AGAIN_S = 5.0
_THROTTLED = ("Throttling", "ServiceUnavailable")
_LIMITED = {"isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL"}
_NUMBER = {"isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT"}
_ACCOUNT = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE", "isp.RAM_")
_UNKNOWN = "isp.SYSTEM_ERROR"
log = structlog.get_logger()


class AliyunGateway:
    window = 10

    def __init__(self, keys: Aliyun) -> None:
        self._keys = keys
        self.batch = keys.batch
        self._line = Line(keys.timeout_s)

    def alike(self, envelope: Envelope) -> object:
        one = said(envelope)
        return one.order_id, one.attempt

    async def run(self, _tell: Tell) -> None:
        """Reports come by the gateway's calls to us, at /api/channels/sms/aliyun."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        await self._line.close()

    async def recall(self, messages: Sequence[Sent]) -> None:
        """What was taken cannot be taken back: the correction goes after it."""

    async def send(self, envelopes: Sequence[Envelope]) -> Sequence[Fate]:
        doubtful = [envelope for envelope in envelopes if envelope.in_doubt]
        known = [await self._ask(envelope) for envelope in doubtful]
        absent = [envelope for envelope, fate in zip(doubtful, known, strict=True) if fate is None]
        fates = [fate for fate in known if fate is not None]
        clear = [*(envelope for envelope in envelopes if not envelope.in_doubt), *absent]
        for group in _groups(clear):
            fates += await self._send(group)
        return fates

    async def _send(self, group: list[Envelope]) -> list[Fate]:
        reply = await self._call(*self._message(group))
        code = str(reply.said.get("Code", ""))
        if code in _NUMBER and len(group) > 1:
            # One number that is none refuses them all: halve, until it stands alone.
            half = len(group) // 2
            return [*await self._send(group[:half]), *await self._send(group[half:])]
        return [_fate(envelope, reply, code) for envelope in group]

    def _message(self, group: list[Envelope]) -> tuple[str, dict[str, str]]:
        texts = [said(envelope) for envelope in group]
        numbers = [national(envelope.endpoint) for envelope in group]
        shared = {"TemplateCode": self._keys.template, "OutId": _name_of(group[0])}
        params = [{"title": one.title, "text": one.text} for one in texts]
        if all(param == params[0] for param in params):
            one = {"PhoneNumbers": ",".join(numbers), "SignName": self._keys.sign_name}
            return "SendSms", {**shared, **one, "TemplateParam": _json(params[0])}
        many = {"PhoneNumberJson": _json(numbers), "SignNameJson": _json([self._keys.sign_name] * len(group))}
        return "SendBatchSms", {**shared, **many, "TemplateParamJson": _json(params)}

    async def _ask(self, envelope: Envelope) -> Fate | None:
        """Whether it was taken when nobody heard the answer; None when it certainly was not."""
        today = clock.now().astimezone(_BEIJING).strftime("%Y%m%d")
        asked = {"PhoneNumber": national(envelope.endpoint), "SendDate": today, "PageSize": "50", "CurrentPage": "1"}
        for waited in (0.0, _ASK_AGAIN_S):
            await asyncio.sleep(waited)
            reply = await self._call("QuerySendDetails", asked)
            if reply.said.get("Code") != "OK":
                return Fate(envelope, "retry", in_doubt=True, wait_s=30)
            details = reply.said.get("SmsSendDetailDTOs", {}).get("SmsSendDetailDTO", [])
            if any(one.get("OutId") == _name_of(envelope) for one in details):
                return Fate(envelope, "accepted", _name_of(envelope))
        return None

    async def _call(self, action: str, values: dict[str, str]) -> Reply:
        body = acs3.form(values)
        parts = urlsplit(self._keys.url)
        signed = acs3.headers(
            self._keys.key_id,
            self._keys.key_secret,
            host=parts.netloc,
            action=action,
            version=_VERSION,
            body=body,
            now=clock.now(),
            nonce=uuid4().hex,
        )
        return await self._line.call("POST", f"{self._keys.url.rstrip('/')}/", headers=signed, body=body)


def _groups(envelopes: list[Envelope]) -> list[list[Envelope]]:
    """Those who are told the same, and the rest by the hundred."""
    by_text: dict[tuple[str, str], list[Envelope]] = {}
    for envelope in envelopes:
        one = said(envelope)
        by_text.setdefault((one.title, one.text), []).append(envelope)
    groups = [group for group in by_text.values() if len(group) > 1]
    alone = [group[0] for group in by_text.values() if len(group) == 1]
    return [*groups, *(alone[start : start + _DIFFERENT] for start in range(0, len(alone), _DIFFERENT))]


def _name_of(envelope: Envelope) -> str:
    """Comes back in every report; with the number it names the message."""
    one = said(envelope)
    return f"{one.order_id.hex}{one.attempt}"


def _fate(envelope: Envelope, reply: Reply, code: str) -> Fate:
    if code == "OK":
        return Fate(envelope, "accepted", _name_of(envelope), reply.status)
    if not reply.arrived:
        return Fate(envelope, "retry", wait_s=5, throttles=True)
    if reply.is_busy or code.startswith(_THROTTLED):
        return Fate(envelope, "retry", status=reply.status, wait_s=1, throttles=True)
    if reply.is_lost or code == _UNKNOWN or not code:
        return Fate(envelope, "retry", status=reply.status, wait_s=30, in_doubt=True)
    if code in _LIMITED:
        return Fate(envelope, "retry", status=reply.status, wait_s=60)
    log.warning("channels.sms_refused", code=code)
    is_ours = code.startswith(_ACCOUNT)
    outcome: Outcome = "alarm" if is_ours else "refused"
    return Fate(envelope, outcome, status=reply.status, wait_s=60, throttles=is_ours)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
