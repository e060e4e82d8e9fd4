"""Photos in a folder of this machine, or of a disk that all web machines share."""

import os
import tempfile
from pathlib import Path

from backend.uploads.storage.base import StorageDown


class Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, key: str, data: bytes, media_type: str) -> None:  # noqa: ARG002 - a file has no type of its own
        """Under its name only when all of it is on the disk: a power cut leaves a draft, never half a photo."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
                draft.write(data)
                draft.flush()
                os.fsync(draft.fileno())
            Path(draft.name).replace(path)
            _settle(path.parent)
        except OSError as error:
            raise StorageDown from error

    def get(self, key: str) -> bytes | None:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageDown from error

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as error:
            raise StorageDown from error

    def _path(self, key: str) -> Path:
        """Two levels of folders by the start of the hash: 256 of each stay quick to look into."""
        kind, _, name = key.partition("/")
        return self._root / kind / name[:2] / name[2:4] / name


def _settle(folder: Path) -> None:
    """The name itself is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
