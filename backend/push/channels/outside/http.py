"""One call to a gateway over HTTP, and what its failing says of the message."""

from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson

#: A refusal of the whole call that waiting cures.
_BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Reply:
    """`arrived`: whether the gateway may have had the call; `said` is empty where no JSON came."""

    status: int
    said: dict[str, Any]
    arrived: bool = True

    @property
    def is_busy(self) -> bool:
        return self.status in _BUSY

    @property
    def is_lost(self) -> bool:
        """Nobody knows whether it was taken."""
        return self.arrived and not self.is_busy and (self.status == 0 or self.status >= 500)


class Line:
    """One pool of connections, made in the loop that uses it."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, url: str, *, headers: dict[str, str] | None = None, body: Any = None) -> Reply:
        """Never follows a redirect: the address is the one that was configured."""
        session = self.session()
        data = body if isinstance(body, bytes | None) else orjson.dumps(body)
        kinds = {"content-type": "application/json;charset=utf-8"} if data and not isinstance(body, bytes) else {}
        try:
            async with session.request(
                method, url, headers={**kinds, **(headers or {})}, data=data, allow_redirects=False
            ) as reply:
                return Reply(reply.status, _read(await reply.read()))
        except aiohttp.ClientConnectorError:
            return Reply(0, {}, arrived=False)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Reply(0, {})

    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _read(raw: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}
