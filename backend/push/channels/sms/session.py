"""One bound line to a short message centre: aiosmpplib speaks SMPP, here it learns what became of each message."""

import asyncio
import struct
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from logging import CRITICAL
from typing import Any

from aiosmpplib import ESME, NPI, TON, PhoneNumber, SubmitSm, SubmitSmResp
from aiosmpplib.broker import AbstractBroker
from aiosmpplib.correlator import AbstractCorrelator
from aiosmpplib.hook import AbstractHook
from aiosmpplib.protocol import DeliverSm, DeliverSmResp, GenericNack, SmppMessage
from aiosmpplib.retrytimer import AbstractRetryTimer
from aiosmpplib.state import PduHeader, SmppCommand, SmppCommandStatus

from backend.push.gateways import Smpp
from backend.push.rules.text_messages import UCS2, Part

_AGAIN_S = 1.0
Status = SmppCommandStatus
Take = Callable[[DeliverSm], Awaitable[None]]


class LostError(Exception):
    """No answer came. `left`: whether the message was on the line."""

    def __init__(self, *, left: bool) -> None:
        super().__init__()
        self.left = left


class Submission:
    """One message and the answer that is waited for."""

    def __init__(self, message: SubmitSm) -> None:
        self.message = message
        self.answer: asyncio.Future[SubmitSmResp | GenericNack] = asyncio.get_running_loop().create_future()
        self.left = False


class Desk(AbstractBroker, AbstractHook, AbstractRetryTimer, AbstractCorrelator):
    """What the library asks for: the next message; and what it tells: sent, answered, broken off."""

    def __init__(self) -> None:
        self.is_bound = asyncio.Event()
        self._next: asyncio.Queue[Submission] = asyncio.Queue()
        self._under_way: dict[int, Submission] = {}
        self._newest: deque[Submission] = deque(maxlen=1)

    async def submit(self, message: SubmitSm, timeout_s: float) -> SubmitSmResp | GenericNack:
        one = Submission(message)
        await self._next.put(one)
        try:
            return await asyncio.wait_for(one.answer, timeout_s)
        except TimeoutError:
            raise LostError(left=one.left) from None

    async def dequeue(self) -> SmppMessage:
        while True:
            one = await self._next.get()
            # Given up already, it must not leave any more.
            if not one.answer.done():
                self._newest.append(one)
                return one.message

    async def enqueue(self, _message: SmppMessage) -> None:
        raise NotImplementedError

    async def sending(self, smpp_message: SmppMessage, _pdu: bytes, _client_id: str) -> None:
        # Before the bytes leave: the answer may be quicker than what the library does afterwards.
        if isinstance(smpp_message, SubmitSm):
            one = self._newest[-1]
            one.left = True
            self._under_way[smpp_message.sequence_num] = one

    async def received(self, smpp_message: SmppMessage | None, _pdu: bytes, _client_id: str) -> None:
        if isinstance(smpp_message, SubmitSmResp | GenericNack):
            one = self._under_way.pop(smpp_message.sequence_num, None)
            if one and not one.answer.done():
                one.answer.set_result(smpp_message)

    async def send_error(self, _message: SmppMessage, _error: Exception, _client_id: str) -> None:
        self._break_off()

    def reset(self) -> None:
        """The library is bound."""
        self.is_bound.set()

    def next_delay(self) -> float:
        return _AGAIN_S

    async def wait(self) -> None:
        """The library lost its line and is to try again."""
        self.is_bound.clear()
        self._break_off()
        await asyncio.sleep(_AGAIN_S)

    def _break_off(self) -> None:
        for one in self._under_way.values():
            if not one.answer.done():
                one.answer.set_exception(LostError(left=True))
        self._under_way.clear()

    # The library's own memory of what it sent grows with every message and is searched at each: not used.

    def get_cumulated_status(self, _ref_num: int) -> int:
        return 0

    async def expired(self, smpp_message: SmppMessage) -> None: ...

    async def put(self, smpp_message: SmppMessage) -> None: ...

    async def put_delivery(self, smsc_message_id: str, submit_sm: SubmitSm) -> None: ...

    async def put_delivery_segmented(self, deliver_sm: DeliverSm) -> DeliverSm | None:
        return deliver_sm

    async def get(self, _response: SmppMessage) -> SmppMessage | None:
        return None

    async def get_segmented(self, _number: int, remove: bool = False) -> tuple[Any, int]:  # noqa: ARG002 - its shape
        return None, 0

    async def get_delivery(self, _receipt: DeliverSm) -> SubmitSm | None:
        return None


class Session(ESME):
    """Says that a report arrived only when it is kept, and does not hold up answers to messages meanwhile."""

    def __init__(self, gateway: Smpp, desk: Desk, take: Take) -> None:
        super().__init__(
            smsc_host=gateway.host,
            smsc_port=gateway.port,
            system_id=gateway.system_id,
            password=gateway.password,
            enquire_link_interval=float(gateway.enquire_s),
            socket_timeout=float(gateway.timeout_s),
            log_level=CRITICAL,
            broker=desk,
            hook=desk,
            retry_timer=desk,
            correlator=desk,
        )
        self._take = take
        self._taking: set[asyncio.Task[None]] = set()
        self._line: asyncio.StreamWriter | None = None

    async def connect(self) -> None:
        # The library says goodbye, but does not put the line down: each new one would leave a socket behind.
        await self.hang_up()
        try:
            await super().connect()
        finally:
            self._line = self._writer

    async def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(self._line.wait_closed(), 1)
            self._line = None

    async def _handle_request(self, pdu: bytes, header: PduHeader) -> SmppMessage | None:
        if header.smpp_command != SmppCommand.DELIVER_SM:
            return await super()._handle_request(pdu, header)
        task = asyncio.create_task(self._take_in(pdu, header))
        self._taking.add(task)
        task.add_done_callback(self._taking.discard)
        return None

    async def _take_in(self, pdu: bytes, header: PduHeader) -> None:
        try:
            message = DeliverSm.from_pdu(pdu, header, self.default_encoding, self.custom_codecs)
        except (ValueError, IndexError, struct.error):
            await self._send_data(GenericNack(header.sequence_num))
            return
        assert isinstance(message, DeliverSm)
        await self._take(message)
        await self._send_data(DeliverSmResp(header.sequence_num))


def submission(part: Part, source: str, destination: str, *, wants_receipt: bool) -> SubmitSm:
    message = SubmitSm(
        short_message="-",
        source=PhoneNumber(source),
        destination=PhoneNumber(destination, TON.INTERNATIONAL, NPI.ISDN),
        esm_class=0b01000000 if part.is_long else 0,
        registered_delivery=int(wants_receipt),
        encoding="ucs2" if part.coding == UCS2 else None,
    )
    message.set_encoded_message(part.body)
    return message
