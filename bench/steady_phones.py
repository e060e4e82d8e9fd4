"""Phones that outlive the server: each shows what arrives once, and reports until its report is taken."""

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any
from zlib import crc32

from bench.phones import Secrets, opened, report_of

#: Of so many phones one answers; the others stay silent.
ONE_IN = 4
CONNECTIONS = 48
_PAUSE_S = 0.3
_PATIENCE_S = 5


@dataclass(slots=True)
class Seen:
    """What all phones together have of one order."""

    #: path → tags of the notifications that lie there; the same tag takes the place of the one before
    tags: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    messages: int = 0
    #: paths whose answer the server said it took
    answered: set[str] = field(default_factory=set)
    owed: int = 0


def live(secrets: dict[str, Secrets], web: tuple[str, int], messages: Connection, control: Connection) -> None:
    """Run until told to `stop`; asked for an order's id, tells its paths shown, doubled, messages, answered, owed."""
    asyncio.run(_Phones(secrets, web).live(messages, control))


class _Phones:
    def __init__(self, secrets: dict[str, Secrets], web: tuple[str, int]) -> None:
        self._secrets = secrets
        self._web = web
        self._seen: defaultdict[str, Seen] = defaultdict(Seen)
        self._reports: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()

    async def live(self, messages: Connection, control: Connection) -> None:
        answering = [asyncio.create_task(self._answer()) for _ in range(CONNECTIONS)]
        while True:
            await asyncio.wait(answering, timeout=0.02, return_when=asyncio.FIRST_EXCEPTION)
            for fallen in (task for task in answering if task.done()):
                fallen.result()
            while messages.poll():
                for path, body in messages.recv():
                    self._show(path, body)
            if control.poll():
                asked = control.recv()
                if asked == "stop":
                    return
                control.send(self._told(self._seen[asked]))

    def _show(self, path: str, body: bytes) -> None:
        notification = opened(self._secrets[path], body)["notification"]
        data = notification["data"]
        seen = self._seen[data["order_id"]]
        seen.messages += 1
        is_new = not seen.tags[path]
        seen.tags[path].add(notification["tag"])
        if is_new and crc32(path.encode()) % ONE_IN == 0:
            seen.owed += 1
            for state in ("shown", "acknowledged"):
                self._reports.put_nowait((path, report_of(data, state)))

    @staticmethod
    def _told(seen: Seen) -> dict[str, Any]:
        doubled = sum(len(tags) - 1 for tags in seen.tags.values())
        return {
            "paths": set(seen.tags),
            "doubled": doubled,
            "messages": seen.messages,
            "answered": set(seen.answered),
            "owed": seen.owed,
        }

    async def _answer(self) -> None:
        while True:
            path, report = await self._reports.get()
            if not await self._is_taken(report):
                await asyncio.sleep(_PAUSE_S)
                self._reports.put_nowait((path, report))
            elif report["state"] == "acknowledged":
                seen = self._seen[report["order_id"]]
                seen.answered.add(path)
                seen.owed -= 1

    async def _is_taken(self, report: dict[str, Any]) -> bool:
        """Whether the server took it; a report carries an id of its own, so that saying it again is harmless."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                status = await self._post(report)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            return False
        if status >= 500 or status == 429:
            return False
        if status != 200:
            raise RuntimeError(f"a report was refused: {status}")
        return True

    async def _post(self, report: dict[str, Any]) -> int:
        reader, writer = await asyncio.open_connection(*self._web)
        try:
            body = json.dumps(report).encode()
            head = "POST /api/receipts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            writer.write(f"{head}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            return int(answer.split(b" ")[1])
        finally:
            writer.close()
