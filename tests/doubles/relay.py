"""A wire between a client and a server on loopback, which a test can cut and mend."""

import asyncio
import contextlib


class Relay:
    """Lives in the caller's loop."""

    def __init__(self, port: int, to: int) -> None:
        self._port = port
        self._to = to
        self._pairs: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self._port)

    async def cut(self) -> None:
        """Nobody gets through, and who was through hears nothing more."""
        self._server.close()
        for writer in self._pairs:
            writer.transport.abort()
        self._pairs.clear()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._pairs.add(writer)
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        if writer not in self._pairs:
            # Cut meanwhile.
            back.transport.abort()
            return
        self._pairs.add(back)
        task = asyncio.ensure_future(asyncio.gather(_carry(reader, back), _carry(there, writer)))
        self._tasks.add(task)  # type: ignore[arg-type]  # a gathering is waited for like a task
        task.add_done_callback(self._tasks.discard)  # type: ignore[arg-type]  # as above


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
