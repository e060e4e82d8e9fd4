"""The virtual phones: open each message with http_ece, show it, answer it, as a service worker would."""

import asyncio
import json
import threading
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import http_ece
import uuid_utils.compat
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

#: Open connections of all phones together; each phone has one answer at a time under way.
CONNECTIONS = 32


class Secrets(NamedTuple):
    """What a phone keeps to itself: its private number and its secret."""

    number: int
    auth: bytes


def live(secrets: dict[str, Secrets], web: tuple[str, int], messages: Connection, control: Connection) -> None:
    """Run until told to `stop`. A message that cannot be opened, or a report refused, ends the run."""
    asyncio.run(_live(secrets, web, messages, control))


async def _live(secrets: dict[str, Secrets], web: tuple[str, int], messages: Connection, control: Connection) -> None:
    arrived = asyncio.Queue[tuple[str, bytes]]()
    answering = [asyncio.create_task(_answer(secrets, web, arrived)) for _ in range(CONNECTIONS)]
    loop = asyncio.get_running_loop()
    threading.Thread(target=_listen, args=(messages, loop, arrived), daemon=True).start()
    while not control.poll() or control.recv() != "stop":
        # A phone that fell over raises here and ends the run.
        await asyncio.wait(answering, timeout=0.05, return_when=asyncio.FIRST_EXCEPTION)
        for fallen in (task for task in answering if task.done()):
            fallen.result()


def _listen(messages: Connection, loop: asyncio.AbstractEventLoop, arrived: "asyncio.Queue[tuple[str, bytes]]") -> None:
    def put(batch: list[tuple[str, bytes]]) -> None:
        for one in batch:
            arrived.put_nowait(one)

    while True:
        loop.call_soon_threadsafe(put, messages.recv())


async def _answer(
    secrets: dict[str, Secrets], web: tuple[str, int], arrived: "asyncio.Queue[tuple[str, bytes]]"
) -> None:
    server = Web(web)
    while True:
        path, body = await arrived.get()
        data = opened(secrets[path], body)["notification"]["data"]
        if data["kind"] == "order":
            await server.post(report_of(data, "shown"))
            await server.post(report_of(data, "acknowledged"))


def opened(phone: Secrets, body: bytes) -> dict[str, Any]:
    private = derive_private_key(phone.number, SECP256R1())
    plain = http_ece.decrypt(body, private_key=private, auth_secret=phone.auth, version="aes128gcm")
    message: dict[str, Any] = json.loads(plain)
    return message


def report_of(data: dict[str, Any], state: str) -> dict[str, Any]:
    return {
        "id": str(uuid_utils.compat.uuid7()),
        "order_id": data["order_id"],
        "state": state,
        "device_at": datetime.now(UTC).isoformat(),  # noqa: TID251 - a phone has a clock of its own
        "clock_offset_ms": 0,
        "token": data["token"],
    }


class Web:
    """One connection kept open; a server closes idle ones, so a broken one is opened again."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._lines: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, report: dict[str, Any]) -> None:
        """A report is repeatable: it carries an id of its own."""
        while True:
            try:
                return await self._post(report)
            except (ConnectionError, asyncio.IncompleteReadError):
                self._lines = None

    async def _post(self, report: dict[str, Any]) -> None:
        self._lines = self._lines or await asyncio.open_connection(*self._address)
        reader, writer = self._lines
        body = json.dumps(report).encode()
        head = "POST /api/receipts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(answer.partition(b"content-length:")[2].partition(b"\r\n")[0]))
        if not answer.startswith(b"http/1.1 200 "):
            raise RuntimeError(f"a report was refused: {answer.splitlines()[0]!r}")
