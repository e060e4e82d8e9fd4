"""One call to 天地图: the picture, or nothing; after a failure nobody waits for it for a while."""

from datetime import datetime, timedelta

import structlog
import urllib3

from backend.core import clock
from backend.maps.rules.wmts import MOST_BYTES, media_type

TIMEOUT = urllib3.Timeout(connect=3, read=5)
#: As long as it is down, each screen would hold up a dozen requests.
REST = timedelta(seconds=20)

log = structlog.get_logger()


class Line:
    """Connections that are kept open, and until when it is left alone."""

    def __init__(self) -> None:
        self._pool = urllib3.PoolManager(num_pools=8, maxsize=8, retries=False, timeout=TIMEOUT)
        self._rests_until: datetime | None = None

    def fetch(self, url: str) -> bytes | None:
        """Never follows a redirect: the address is the one that was configured, and the key is in it."""
        if self._rests_until is not None and clock.now() < self._rests_until:
            return None
        try:
            reply = self._pool.request("GET", url, redirect=False, preload_content=False)
            data = reply.read(MOST_BYTES + 1)
            reply.drain_conn() if len(data) <= MOST_BYTES else reply.close()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            self._failed(type(error).__name__)
            return None
        # A wrong key or a spent quota is said in words, with any status.
        if reply.status != 200 or len(data) > MOST_BYTES or media_type(data) is None:
            self._failed(str(reply.status))
            return None
        self._rests_until = None
        return data

    def close(self) -> None:
        self._pool.clear()
        self._rests_until = None

    def _failed(self, why: str) -> None:
        """The log never holds the address: the key is in it."""
        log.warning("tianditu failed", why=why)
        self._rests_until = clock.now() + REST


LINE = Line()
