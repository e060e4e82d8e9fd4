"""What a storage of photos does: bytes by name, and nothing else."""

from typing import Protocol


class StorageDown(Exception):
    """The storage does not answer, or has no room."""


class Storage(Protocol):
    def put(self, key: str, data: bytes, media_type: str) -> None:
        """Keep for good before returning. The same key again is the same content again."""

    def get(self, key: str) -> bytes | None:
        """None where nothing has that name."""

    def has(self, key: str) -> bool: ...

    def delete(self, key: str) -> None:
        """What is not there is gone already."""
