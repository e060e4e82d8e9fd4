"""Tiles of 天地图 on this machine's disk: there are only so many of one district, so nothing has to be thrown away."""

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.core import clock

#: Streets change slowly; a tile that is older is asked for anew, and serves on while nobody answers.
FRESH = timedelta(days=30)


class Kept:
    def __init__(self, root: Path, layer: str, z: int, x: int, y: int) -> None:
        self._path = root / layer / str(z) / str(x) / str(y)

    def read(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except OSError:
            return None

    def is_fresh(self) -> bool:
        try:
            written = datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except OSError:
            return False
        return clock.now() - written < FRESH

    def write(self, data: bytes) -> None:
        """Under its name only when it is whole; a full disk costs a fetch, no map."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._path.parent, delete=False) as draft:
                draft.write(data)
            now = clock.now().timestamp()
            os.utime(draft.name, (now, now))
            Path(draft.name).replace(self._path)
        except OSError:
            return
