"""A short message centre on loopback: another library's SMPP server, told to refuse, delay, repeat or lose."""

import asyncio
import socket
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import smpp34

from tests.background import Background
from tests.doubles.relay import Relay


@dataclass(slots=True)
class Got:
    """One submit_sm, joined again where it came in parts."""

    number: str
    source: str
    body: bytes
    coding: int
    esm_class: int
    wants_receipt: bool
    message_id: str

    @property
    def text(self) -> str:
        body = self.body[6:] if self.esm_class & 0x40 else self.body
        return body.decode("utf-16-be" if self.coding == 8 else "ascii")


@dataclass
class Smsc:
    """`answers` are taken one by one for what comes: "ok", "lose", or a command status; then all is well again."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    answers: deque[str | int] = field(default_factory=deque)
    delay_s: float = 0.0
    binds: int = 0

    def __post_init__(self) -> None:
        self.port = self.port or _free_port()
        self._behind = Background()
        self._arrived = threading.Condition()
        self._lost: list[Any] = []
        self._peers: dict[str, Any] = {}
        self._numbers = 0
        self._beside = ThreadPoolExecutor(4)
        inner = _free_port()
        self._server = smpp34.Server("127.0.0.1", inner, system_id="smsc")
        self._relay = Relay(self.port, inner)
        self._do(self._server.start)
        asyncio.run_coroutine_threadsafe(self._serve(self._server), self._behind.loop)
        self.start()

    def start(self) -> None:
        """The wire holds."""
        self._do(self._relay.mend)

    def stop(self) -> None:
        """As if the centre were gone: every line breaks."""
        self._do(self._relay.cut)
        with self._arrived:
            self._peers.clear()

    def close(self) -> None:
        self.stop()
        self._do(self._server.stop)
        self._beside.shutdown()
        self._behind.stop()

    def wait_for(self, count: int, timeout_s: float = 60) -> list[Got]:
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.got) >= count, timeout_s):
                raise TimeoutError(f"{len(self.got)} of {count} messages came")
            return list(self.got)

    def wait_for_bind(self, count: int = 1, timeout_s: float = 60) -> None:
        with self._arrived:
            if not self._arrived.wait_for(lambda: self.binds >= count and self._peers, timeout_s):
                raise TimeoutError("nobody bound")

    def later(self, act: Callable[[], list[int]]) -> "Future[list[int]]":
        """Do it beside the test, which has to take a turn before the centre hears that it arrived."""
        return self._beside.submit(act)

    def receipt(self, got: Got, stat: str = "DELIVRD", err: str = "000", repeat: int = 1) -> list[int]:
        text = (
            f"id:{got.message_id} sub:001 dlvrd:001 submit date:2603020900 done date:2603020901 stat:{stat} err:{err}"
        )
        tlv = smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, got.message_id.encode() + b"\x00")
        return [
            self._deliver(got.source, text.encode(), source_addr=got.number, esm_class=4, tlvs=[tlv])
            for _ in range(repeat)
        ]

    def reply(self, number: str, text: str, to: str = "10690330103", repeat: int = 1) -> list[int]:
        """Somebody answers by a text message; the centre's word on each, 0 for taken."""
        return [self._deliver(to, text.encode("utf-16-be"), source_addr=number, data_coding=8) for _ in range(repeat)]

    def _deliver(self, to: str, body: bytes, **more: Any) -> int:
        peer = list(self._peers.values())[-1]
        status: int = self._do(lambda: peer.deliver_sm(to, body, **more)).command_status
        return status

    async def _serve(self, server: Any) -> None:
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                with self._arrived:
                    self._peers[event.session_id] = event
                    self.binds += 1
                    self._arrived.notify_all()
            elif isinstance(event, smpp34.Unbound):
                self._peers.pop(event.session_id, None)
            elif isinstance(event, smpp34.SubmitSmEvent):
                asyncio.create_task(self._answer(event))  # noqa: RUF006 - as long as the loop runs

    async def _answer(self, event: Any) -> None:
        self._numbers += 1
        word = self.answers.popleft() if self.answers else "ok"
        one = Got(
            event.destination_addr,
            event.source_addr,
            bytes(event.short_message),
            event.data_coding,
            event.esm_class,
            bool(event.registered_delivery),
            f"m{self._numbers}",
        )
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if word == "ok":
            event.accept(one.message_id)
        elif word == "lose":
            # Taken, and no answer ever comes.
            self._lost.append(event)
        else:
            event.reject(word)
            return
        with self._arrived:
            self.got.append(one)
            self._arrived.notify_all()

    def _do(self, what: Callable[[], Awaitable[Any]]) -> Any:
        async def ours() -> Any:
            return await what()

        return self._behind.run(ours())


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
