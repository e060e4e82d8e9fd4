"""Text messages over SMPP 3.4: as a bound transceiver that sends, hears what was delivered and what people answer."""

import asyncio
import re
from collections.abc import Sequence
from itertools import count

import structlog
from aiosmpplib.protocol import DeliverSm

from backend.core import clock
from backend.push.channels.envelope import Envelope, Report
from backend.push.channels.outside.gateway import Fate, Sent, Tell
from backend.push.channels.outside.said import said
from backend.push.channels.sms.session import Desk, LostError, Session, Status, submission
from backend.push.gateways import Smpp
from backend.push.rules.numbers import number_of, tel
from backend.push.rules.replies import State, answer_of
from backend.push.rules.text_messages import Part, parts_of

_THROTTLED = {Status.ESME_RTHROTTLED, Status.ESME_RMSGQFUL}
#: Their own trouble, not the message's: it was not taken, and may go again.
_TROUBLE = {Status.ESME_RSYSERR, Status.ESME_RSUBMITFAIL, Status.ESME_RINVBNDSTS}
_REPORTS: dict[str, State] = {
    "DELIVRD": "delivered",
    "UNDELIV": "undelivered",
    "EXPIRED": "undelivered",
    "DELETED": "undelivered",
    "REJECTD": "undelivered",
}
_RECEIPTED_MESSAGE_ID = 0x001E
_BIND_S = 2.0
_PART_AGAIN = 5
log = structlog.get_logger()


class SmppGateway:
    batch = 1

    def __init__(self, gateway: Smpp) -> None:
        self._gateway = gateway
        self.window = gateway.window
        self._desk = Desk()
        self._numbers = count()

    def alike(self, envelope: Envelope) -> object:
        return envelope

    async def run(self, tell: Tell) -> None:
        async def take(message: DeliverSm) -> None:
            if report := report_of(message):
                await tell(report)

        session = Session(self._gateway, self._desk, take)
        try:
            await session.start()
        finally:
            self._desk.is_bound.clear()
            await session.hang_up()

    async def close(self) -> None:
        """The line was put down by whoever listened on it."""

    async def send(self, envelopes: Sequence[Envelope]) -> Sequence[Fate]:
        return [await self._send(envelope) for envelope in envelopes]

    async def recall(self, messages: Sequence[Sent]) -> None:
        """What a centre took has left it in a moment: the correction goes after it."""

    async def _send(self, envelope: Envelope) -> Fate:
        if envelope.in_doubt:
            # Nobody at the centre can be asked without the name that got lost.
            return Fate(envelope, "refused", in_doubt=True)
        try:
            await asyncio.wait_for(self._desk.is_bound.wait(), _BIND_S)
        except TimeoutError:
            return Fate(envelope, "retry", wait_s=_BIND_S, throttles=True)
        parts = parts_of(said(envelope).text, next(self._numbers))
        reference = ""
        for accepted, part in enumerate(parts):
            status, reference = await self._submit(envelope, part, is_last=accepted + 1 == len(parts))
            if status is not Status.ESME_ROK:
                return _fate(envelope, status, accepted)
        return Fate(envelope, "accepted", reference)

    async def _submit(self, envelope: Envelope, part: Part, *, is_last: bool) -> tuple[Status | None, str]:
        """The centre's word, None where none came; a part of a message that began to leave waits for its turn."""
        for _ in range(_PART_AGAIN if part.is_long else 1):
            number = number_of(envelope.endpoint)
            message = submission(part, self._gateway.number, number, wants_receipt=is_last)
            try:
                answer = await self._desk.submit(message, self._gateway.timeout_s)
            except LostError as lost:
                return (None if lost.left else Status.ESME_RINVBNDSTS), ""
            status = Status(answer.command_status)
            if status not in _THROTTLED:
                break
            await asyncio.sleep(1.0 if part.is_long else 0)
        return status, getattr(answer, "message_id", "")


def _fate(envelope: Envelope, status: Status | None, accepted: int) -> Fate:
    if status is None:
        return Fate(envelope, "refused", in_doubt=True)
    if accepted:
        # Half a message is on its way; the whole once more would be two.
        return Fate(envelope, "refused", status=status.value, in_doubt=True)
    if status in _THROTTLED:
        return Fate(envelope, "retry", status=status.value, wait_s=1.0, throttles=True)
    if status in _TROUBLE:
        return Fate(envelope, "retry", status=status.value, wait_s=10.0)
    log.warning("channels.sms_refused", status=status.name)
    return Fate(envelope, "refused", status=status.value)


def report_of(message: DeliverSm) -> Report | None:
    """A delivery receipt, or an answer; None for what is neither."""
    now = clock.now()
    if message.is_receipt():
        # Operators write here what they like: only these two words are looked for.
        named = re.search(r"id:(\S+)", message.short_message, re.IGNORECASE)
        stat = re.search(r"stat:([A-Z]+)", message.short_message, re.IGNORECASE)
        given = [param.value for param in message.optional_params or [] if param.tag == _RECEIPTED_MESSAGE_ID]
        reference = str(given[0]) if given else named[1] if named else ""
        state = _REPORTS.get(stat[1].upper()) if stat else None
        return Report("sms", state, now, reference=reference) if state and reference else None
    answer = answer_of(message.short_message)
    return Report("sms", answer, now, address=tel(message.source.number)) if answer else None
